"""How the demo is used, as `ideenherd demo --help` and the prompt's `help` say it, in lines that any terminal holds."""

from __future__ import annotations

from typing import Final

ACTS: Final = r"""
Eine Zeile, eine Handlung:

  # eine ganze Zeile Kommentar
  @ 2026-12-01 09:00                   stellt die Uhr (nur vorwärts)
  + 2 days                             dreht sie weiter: minutes, hours, weeks
  anna@telegram> /skills python        tippt im privaten Chat
  ben@discord:#jobs> Suche Haskell     schreibt an einem Ort: #jobs, #termine
  ben@discord> [Vorschau]              drückt einen Knopf
  ben@discord> titel=Vereinsportal     füllt ein Feld des offenen Formulars
  ben@discord> ok                      schickt es ab, ohne das Freiwillige
  ben@discord:#jobs> !edit Neuer Text  ändert die letzte eigene Nachricht dort
  ben@discord:#jobs> !delete           löscht sie
  anna@telegram:#jobs> !leave          verlässt den Ort, ohne Ort alle
  anna@telegram> !block                sperrt private Nachrichten des Bots
  anna@telegram> !unblock              lässt sie wieder zu
  !restart                             hält den Bot an und startet ihn neu
  !kill                                dasselbe ohne Abschied
  !down 2 days                         der Bot ist so lange weg

  \n bricht eine Zeile um, ein \ am Anfang macht alles zu einfachem Text.
  Jeder Name ist eine Person, orga organisiert auf beiden Seiten. Wer einen
  Ort verlassen hat, ist mit der nächsten Zeile dort zurück. Auf Telegram darf
  der Bot erst schreiben, wenn jemand ihm privat geschrieben hat; das nimmt
  dort auch !block zurück.
"""

MANUAL: Final = (
    ACTS
    + """
Was Skripte kürzer macht:

  Ein Feld ohne offenes Formular drückt zuerst den neuesten Knopf, der eins mit
  diesem Feld öffnet (Ändern). Auf Discord hat eine Formularseite fünf Felder;
  eins einer späteren Seite darf früher gefüllt werden, ok blättert dann von
  selbst weiter. Fehlt nach ok nur noch Freiwilliges, wird es übersprungen,
  sobald etwas anderes geschieht als Weiter, Zurück, Überspringen oder ein
  weiteres Feld derselben Person. Auf Telegram endet ein Dialog mit der letzten
  Antwort; ein ok gleich danach tut nichts mehr.

Was nicht geht (kein solcher Knopf, kein Formular, kein Ort), endet mit
„Zeile N: …“ und Status 2; eine Absage des Bots ist eine Antwort.

Mit --json ist alles, was erscheint, eine Zeile mit den Schlüsseln at, platform,
place, to, kind (send, edit, remove, form), ref, text, buttons, mentions, files,
fields und private. Personen heißen darin wie im Skript. Ein Formular auf
Discord hat kein ref; auf Telegram nennt eine Frage ihr Feld in fields.
"""
)
