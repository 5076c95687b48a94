"""Posts of several sentences, in which what is told comes before what is asked for, or nothing is asked for at all."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post


@pytest.mark.parametrize(
    "text",
    [
        (
            "Hallo zusammen, ich bin neu in der Gruppe und betreibe seit März einen kleinen Blumenladen "
            "in Sprockhövel. Die Kundschaft fragt ständig, ob man online bestellen kann. Ich habe mir "
            "zwei Baukästen angesehen und nach einer Stunde entnervt aufgegeben. Deshalb mein Anliegen: "
            "Wer richtet mir einen einfachen Shop ein, am liebsten mit Shopify? Bezahlung nach Aufwand."
        ),
        (
            "Moin. Bei uns im Betrieb (Metallbau, 30 Leute) stapeln sich die Rechnungen, seit Frau Hoppe "
            "im Ruhestand ist. Gefragt ist jemand für die Buchhaltung, ein Tag pro Woche, DATEV wäre "
            "schön."
        ),
        (
            "Das Stadtteilbüro plant ein Nachbarschaftsfest. Letztes Jahr gab es kein einziges "
            "brauchbares Foto, das passiert uns nicht noch einmal. Also her mit einer Fotografin, 23. "
            "August, 14 bis 18 Uhr, 350 Euro."
        ),
        (
            "Seit dem letzten Update stürzt unsere Flutter-App beim Start ab. Ich hab die Logs, ich hab "
            "Kaffee, ich hab Budget, aber keine Ahnung."
        ),
        (
            "Zwei Jahre habe ich an meinem Roman geschrieben, drei Testleserinnen haben geweint (vor "
            "Rührung, hoffe ich). Jetzt braucht er ein Lektorat und ein Cover."
        ),
        (
            "Für eine Förderung müssen wir bis Ende des Monats einen Businessplan einreichen. Wer hat so "
            "etwas schon öfter gemacht und würde uns durchschleusen?"
        ),
        (
            "Habt ihr jemanden an der Hand, der historische Fotos retuschiert? Es geht um etwa 80 Bilder "
            "für ein Stadtteilarchiv."
        ),
        (
            "Die Theatergruppe spielt ab Oktober, Plakat und Programmheft fehlen. Entwurf vom Vorjahr "
            "kann ich schicken, darf aber gern besser werden."
        ),
        (
            "Kleine Bitte mit Rechnung: Unser Logo liegt nur als unscharfes JPG vor, für die "
            "Autobeschriftung brauchen sie eine Vektordatei."
        ),
        "Drei Monate Elternzeitvertretung im Social-Media-Team, 20 Stunden, remote okay, Start Mai.",
        (
            "Unser Messestand steht, die Leute auch, aber auf dem Bildschirm läuft noch nichts. Ein "
            "kurzes Produktvideo bis zum 3. März, geht das jemand an?"
        ),
        (
            "Mir liegt seit Wochen eine Ausschreibung auf dem Tisch, die für mich allein zu groß ist. "
            "Fürs Backend (Java) suche ich Verstärkung auf Augenhöhe."
        ),
        (
            "Guten Abend, ich habe von meiner Oma einen Stapel Briefe in Sütterlin geerbt, die ich gern "
            "lesen können würde. Transkription von etwa 60 Seiten, Zeit bis Weihnachten, Honorar nach "
            "Absprache."
        ),
        (
            "Unser Startup hat gerade die Seed-Runde geschlossen. Heißt: wir können endlich jemanden "
            "bezahlen, der uns das Backend in Go neu schreibt. Remote oder Dortmund."
        ),
        (
            "Nachdem zwei Agenturen abgesagt haben, versuche ich es hier. Es geht um eine Landingpage für"
            " ein Yoga-Retreat, Text und Design, Start sofort."
        ),
        (
            "Ich hatte einen Wasserschaden im Büro, alle Ordner sind hin. Zum Glück gibt es Scans, aber "
            "völlig durcheinander. Wer sortiert mir digital 2.000 Belege für die Steuer?"
        ),
        (
            "Hallo, mein Name ist Yusuf und ich eröffne im Mai ein Café in Ruhrort. Mir fehlen noch ein "
            "Logo und eine Speisekarte, der Rest steht."
        ),
        (
            "Our yearly conference is in June and the keynote will be in Japanese. We need an "
            "interpreter, two half days, Messe Essen."
        ),
        (
            "Wir digitalisieren gerade unsere Werkstatt und kommen bei der Anbindung der Maschinen an OPC"
            " UA nicht weiter. SPS-Programmierer mit Erfahrung willkommen, Tagessatz verhandelbar."
        ),
        (
            "Meine Masterarbeit ist zu 90 Prozent fertig, nur die Statistik in SPSS macht mich fertig. "
            "Nachhilfe oder Beratung, gern online, gern bald."
        ),
        (
            "Unser Geschäftsführer möchte Reden halten, die man nicht sofort vergisst. Coaching dafür "
            "wäre super, drei Termine, Raum Mülheim."
        ),
        (
            "Als Hausverwaltung brauchen wir für 14 Objekte neue Grundrisse. Bestandspläne auf Papier "
            "sind da, gezeichnet werden soll in AutoCAD."
        ),
        (
            "Leute, ich ertrinke. Drei Kunden, eine Deadline, null Schlaf. Kann mir eine von euch "
            "Cutterinnen zwei Folgen abnehmen? Rate wie immer fair."
        ),
        (
            "Frau Doktor braucht eine Homepage, sagt sie. Frau Doktor bin ich. Zahnarztpraxis, Herten, "
            "WordPress reicht völlig."
        ),
    ],
)
def test_a_story_that_ends_in_a_wish_asks(vocabulary: Vocabulary, text: str) -> None:
    assert read_post(text, vocabulary).asks


@pytest.mark.parametrize(
    "text",
    [
        (
            "Heute vor fünf Jahren habe ich meinen ersten Auftrag als Illustratorin bekommen. Es war ein "
            "Flyer für eine Hundeschule, bezahlt wurde in Leckerlis, und zwar nicht mal für mich. "
            "Inzwischen lebe ich davon. Danke an alle, die mich damals weiterempfohlen haben."
        ),
        (
            "Gestern Abend saß ich noch bis zwei an einer Übersetzung, weil der Kunde die Deadline falsch"
            " gelesen hatte. Seine Reaktion heute: Ach, hätte auch nächste Woche gereicht. Wie geht ihr "
            "mit so was um?"
        ),
        (
            "Mal eine Frage an die Selbstständigen: Wie macht ihr das mit der Buchhaltung, selbst oder "
            "Steuerbüro? Ich sitze gerade an Lexoffice und bin unsicher, ob sich das lohnt."
        ),
        (
            "Wir haben am Wochenende unseren Onlineshop komplett neu gebaut, mit Shopware 6 und sehr viel"
            " Pizza. Jetzt ist er live. Schaut gern mal rein und sagt, was ihr denkt."
        ),
        (
            "Moin, ich bin Kira, Fotografin aus Hattingen, spezialisiert auf Reportagen und "
            "Businessportraits. Ab Mai habe ich wieder Termine frei. Wer mich buchen möchte, schreibt mir"
            " einfach."
        ),
        (
            "Die Bücherei bietet im April einen Kurs zu digitaler Bildbearbeitung an, vier Abende, 60 "
            "Euro. Anmeldung läuft bis zum 31. März. Vorkenntnisse in Photoshop sind nicht nötig."
        ),
        (
            "Kurze Warnung: Mir hat heute jemand einen Auftrag für ein Corporate Design angeboten, wollte"
            " dann aber vorab meine Kontodaten und eine Kopie vom Ausweis. Finger weg."
        ),
        (
            "Ich überlege, meine Preise für Lektorate zu erhöhen. Nach zehn Jahren das erste Mal. Meine "
            "Stammkunden werden nicht begeistert sein, aber die Miete steigt ja auch."
        ),
        (
            "Rückblick auf das Barcamp: tolle Session zu Barrierefreiheit, spannende Diskussion über KI "
            "im Journalismus und der beste Kartoffelsalat des Jahres."
        ),
        (
            "Hallo in die Runde, ich wollte mal erzählen, wie es mir mit der neuen Buchhaltungssoftware "
            "ergangen ist. Kurzfassung: erst geflucht, dann gestaunt, jetzt Fan. Wer Fragen hat, fragt."
        ),
        (
            "Ich habe drei Jahre als Projektleiterin in einer Agentur gearbeitet und mache mich jetzt "
            "selbstständig. Ab Juni bin ich buchbar, vor allem für Websites und Kampagnen."
        ),
        (
            "Vielleicht kennt ihr das: Man sitzt an einem Logo, alles passt, und dann sagt der Kunde, "
            "seine Tochter könne das auch. Was antwortet ihr da?"
        ),
        (
            "Am Donnerstag trifft sich unsere Schreibgruppe wieder im Café Livres. Diesmal lesen wir aus "
            "unseren Romananfängen, Gäste sind willkommen, ein Lektor ist auch dabei."
        ),
        (
            "Seit ich nur noch vier Tage arbeite, ist mein Design besser geworden. Ehrlich. Kann ich nur "
            "empfehlen, auch wenn der Steuerberater die Stirn gerunzelt hat."
        ),
        (
            "Die neue Ausstellung im Folkwang zeigt Plakate aus vier Jahrzehnten. Ich war gestern drin "
            "und kann sie allen Grafikern ans Herz legen."
        ),
        (
            "Nach langem Suchen haben wir eine Entwicklerin für unsere App gefunden. Danke für die vielen"
            " Nachrichten, die Stelle ist besetzt."
        ),
        (
            "Bei uns im Haus wird ein Schreibtisch frei, gerne an jemanden aus Text oder Redaktion. 220 "
            "Euro im Monat, Kaffee inklusive."
        ),
        (
            "Wie haltet ihr es mit Probeübersetzungen? Mein neuer Kunde verlangt drei Seiten gratis, "
            "bevor er mir den Auftrag gibt."
        ),
        (
            "Heute ist mir beim Fotografieren die Speicherkarte verreckt, zum Glück war es nur die "
            "Generalprobe. Backup, Leute, Backup."
        ),
    ],
)
def test_a_story_that_wants_nothing_asks_for_nobody(vocabulary: Vocabulary, text: str) -> None:
    assert not read_post(text, vocabulary).asks
