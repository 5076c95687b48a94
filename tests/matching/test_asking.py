"""Whether a post asks at all, by the signs in it: as people ask who never heard of our words, and as they chat."""

from __future__ import annotations

import pytest

from bot.matching.reading import read_post
from bot.matching.signs import SIGNS, points
from bot.matching.vocabulary import Vocabulary


@pytest.mark.parametrize(
    "text",
    [
        "Traut sich hier jemand an eine TYPO3-Migration von 9 auf 12 heran? Honorar nach Absprache.",
        "Unsere Buchhalterin ist seit Montag krankgeschrieben, der Jahresabschluss wartet nicht. Wer kann einspringen?",
        "Für die Website unseres Hospizvereins brauchen wir neue Fotos, ehrliche, keine gestellten.",
        "Gibt es unter euch Menschen, die Leichte Sprache schreiben?",
        "Ich gebe zwei WordPress-Kunden ab, bei Interesse melden.",
        "Illustratorin für Kinderbuch, 24 Seiten, Aquarell, bis Oktober",
        "Anyone up for rewriting a PHP form handler? Half a day, paid.",
        "Lektorat gesucht: Masterarbeit, 90 Seiten, Abgabe in drei Wochen",
        "Kann mir irgendwer die Steuererklärung machen, ich verzweifle",
        "Wen könnt ihr für eine Hochzeitsreportage empfehlen?",
        "Wir haben einen Stand auf der Messe und noch kein Plakat. Wer gestaltet uns eins?",
        "Freelance DevOps engineer needed for our Kubernetes migration, remote, three months.",
        "Hat jemand freie Kapazitäten für ein Shopware-Plugin?",
        "Dringend! Dolmetscherin Polnisch für morgen früh, Amtsgericht Essen",
        "Unser Podcast klingt nach Blechdose. Wir hätten gern, dass sich da mal ein Profi dransetzt.",
        "Der Imagefilm muss auf Englisch untertitelt werden, Budget 400 Euro.",
        "SPS-Programmierer (m/w/d) für Inbetriebnahme in Tschechien gesucht",
        "Wer betreut mir meine Google-Ads-Kampagne? Ich komm nicht mehr hinterher.",
        "Zu vergeben: Übersetzung Handbuch DE-EN, ca. 8.000 Wörter",
        "Moin, hat wer Bock auf ein kleines React-Projekt? Dashboard mit drei Ansichten.",
        "Excel-Makro kaputt, Chef sauer, zahle sofort",
        "Ob sich hier wohl jemand findet, der unseren Instagram-Kanal übernimmt?",
        "Bitte um Angebote für das Redesign unseres Onlineshops.",
        "Eine Grafikerin für unser Vereinsheft, das wär's.",
        "Looking to hire a copywriter for our landing pages.",
        "Ich brauch ein Logo für meinen Foodtruck, gern was Freches",
        "Mein Sohn braucht Nachhilfe in Informatik, zweimal die Woche, Witten",
        "Texter für Newsletter, 2x im Monat, faire Bezahlung, meldet euch per PN",
        "Wer übernimmt ab August unser Community-Management, 10 Stunden die Woche?",
        "Wir suchen Verstärkung: Java-Backend, Spring Boot, ab sofort, hybrid in Bochum",
        "Barrierefreiheit prüfen, 12 Seiten, Behörde, Bericht auf Deutsch",
        "Unser Fotograf fällt aus, Samstag ist die Hochzeit. Hilfe!",
        "Kennst du wen, der SolidWorks kann und Zeit hat?",
        "Do you know a good tax adviser for freelancers? Mine just retired.",
        "Könntet ihr mir jemanden für Drohnenaufnahmen nennen?",
        "Suche für ein Kundenprojekt Unterstützung im Bereich UX-Research, 5 Interviews",
        "Ich such händeringend einen Netzwerktechniker der auch abends kann",
        "Job: Kamera und Schnitt für zwei Konzerte, Gage 600",
        "Habt ihr jemanden im Netzwerk, der Trockenbau-Pläne in Revit zeichnet?",
        "Unsere Hebammenpraxis bräuchte mal frische Fotos vom Team.",
        "Bin auf der Suche nach einer Person, die mir Pressetexte schreibt.",
        "Wer hätte Lust, ein Musikvideo für unsere Band zu schneiden? 500 Euro.",
        "Sprecher für Hörbuch, männlich, rau, 6 Stunden Material, bitte mit Demo melden",
        "Es geht um die Migration von Magento auf Shopware. Wer traut sich?",
        "Ich schaff die Buchhaltung nicht mehr allein und würde sie gern abgeben.",
        "Could someone redesign our menu? It's two pages and we print it ourselves. Paid of course.",
        "Wir haben einen Auftrag für eine Dolmetscherin Arabisch, Donnerstag, Jugendamt.",
        "Unser Newsletter sieht aus wie 2005, da müsste mal jemand ran.",
        "Suchen ab Januar jemand Externes für Recruiting, 2 Tage die Woche",
        "Lust auf ein Nebenprojekt? Wir bauen eine App für Vereine und brauchen Flutter.",
        "Für meine Abschlussarbeit suche ich eine Korrekturleserin, 70 Seiten Maschinenbau",
        "Kann jemand Photoshop richtig gut? 20 Produktbilder müssten freigestellt werden.",
        "Der Shop läuft auf Shopware 5 und keiner hier kann das. Freelancer gesucht.",
        "Tontechniker fürs Stadtteilfest, 14.6., Technik ist da, Gage nach Absprache",
        "Wir planen unseren Relaunch und holen gerade Angebote ein: UX, Design, TYPO3.",
        "Who can help me set up a small Postgres database? I pay in money, not exposure.",
        "Unser Maschinenpark braucht Bedienungsanleitungen auf Polnisch, etwa 200 Seiten.",
        "Moderatorin für Podiumsdiskussion Energiewende, Honorar 800 plus Fahrt",
        "Einer, der mir meinen Server neu aufsetzt, bitte melden. Debian, Mail, Nextcloud.",
        "Projekt zu besetzen: Scrum Master, 6 Monate, Essen, 60 % remote",
        "Wir möchten einen Imagefilm drehen lassen, Tischlerei, 90 Sekunden.",
        "Gibt's hier nen Netzwerker, der uns WLAN in die Gemeindehalle legt?",
        "Kollege krank, Workshop steht: brauche Ersatztrainer für Excel am 3.5. in Unna",
    ],
)
def test_who_wants_work_done_asks_in_whatever_words(vocabulary: Vocabulary, text: str) -> None:
    assert read_post(text, vocabulary).asks


@pytest.mark.parametrize(
    "text",
    [
        "Ich war gestern auf einem Typo3-Treffen, war nett.",
        "Hat jemand von euch schon mal mit Supabase gearbeitet? Wie sind die Kosten?",
        "Endlich ist meine neue Website online, schaut mal rein.",
        "Photoshop stürzt ab, seit ich das Update gemacht habe.",
        "Der Kunde will jetzt doch wieder das alte Logo. Seufz.",
        "Am Donnerstag gibt es einen Workshop zu Scrum, Anmeldung bis Dienstag.",
        "Was kostet bei euch eine Stunde SEO-Beratung?",
        "Mal ehrlich, wer braucht heute noch einen Flyer?",
        "Ich lerne gerade Python und finde es super.",
        "React oder Vue, was meint ihr?",
        "Does anyone else think Jira is getting slower?",
        "Neuer Artikel im Blog: Barrierefreiheit in fünf Schritten",
        "Nach drei Monaten Projektarbeit in Java brauche ich Urlaub.",
        "Wer kommt mit zum Photoshop-Stammtisch?",
        "Can somebody explain Kubernetes to me like I'm five?",
        "Für die Steuer nutze ich Elster, für den Rest Excel.",
        "Docker läuft, Kaffee läuft, Freitag läuft.",
        "Hat von euch schon jemand die neue Version von Lightroom ausprobiert?",
        "Ich such seit einer Stunde den Fehler in meinem CSS, war ein fehlendes Semikolon.",
        "Brauche ich für Instagram wirklich eine Datenschutzerklärung?",
        "Nach 14 Tagen SAP-Schulung träume ich in Transaktionscodes.",
        "Zwei Absagen, ein Auftrag: meine Woche als Illustratorin.",
        "Logo für 50 Euro auf Fiverr. Und dann wundern sich alle.",
        "Habe heute mein hundertstes Hochzeitspaar fotografiert.",
        "Python 3.14 ist da, endlich ohne GIL.",
        "Kann mir jemand sagen, wie man in WordPress die Revisionen abschaltet?",
        "Die besten Texter sind die, die streichen können.",
        "Wir haben für die Buchhaltung jetzt eine Agentur, läuft super.",
        "Mein erster Auftrag als DJ, 120 Gäste, keine Panne.",
        "Für alle, die heute auch an der Steuererklärung sitzen: ihr seid nicht allein.",
        "Ein Bekannter meinte, Java sei tot. Ich hab ihm meine Rechnung gezeigt.",
        "Got a new client for motion design, three months, so happy.",
        "Wer ist morgen beim Treffen der Fotografen dabei?",
        "Ich vermisse die Zeit, als man für SEO nur Keywords brauchte.",
        "Docker oder Podman auf dem Heimserver, was sagt ihr?",
        "Gute Nachricht: Mein Podcast hat die tausend Hörer geknackt.",
        "Schnittprogramm abgestürzt, Projekt weg, Backup von Dienstag. Wer weint mit?",
        "Hat jemand ein Stativ für morgen, das ich mir leihen kann? Fotojob in Hagen.",
        "Ich übersetze gerade einen Krimi und weiß jetzt, wie man Leichen versteckt.",
        "Freie Termine im März: Bewerbungsfotos ab 60 Euro, Studio in Bochum.",
        "Was haltet ihr von ChatGPT für Produkttexte?",
        "Gestern drei Stunden mit der Hotline wegen Typo3-Hosting telefoniert.",
        "Frisch zertifiziert: ich darf mich jetzt Scrum Master nennen.",
        "Brauchst du Hilfe bei der Buchhaltung, schreib mir einfach.",
        "Die Stadt sucht einen Pressesprecher, steht heute in der WAZ.",
        "Wie viel nehmt ihr für einen Flyer?",
        "Wer von euch hat eigentlich eine Berufshaftpflicht als Webdesigner?",
        "Danke an alle, die sich auf meine Suche nach einem Cutter gemeldet haben, ich hab jemanden.",
        "Unser Projekt mit Kotlin ist nach zwei Jahren live gegangen.",
    ],
)
def test_who_tells_offers_sells_or_seeks_advice_asks_for_nobody(vocabulary: Vocabulary, text: str) -> None:
    assert not read_post(text, vocabulary).asks


def test_no_sign_alone_makes_a_request_but_the_clearest_with_a_work(vocabulary: Vocabulary) -> None:
    assert all(sign.points < points(("request", "work named")) for sign in SIGNS.values())
    assert read_post("Wer macht Logos?", vocabulary).asks
    assert not read_post("Logos.", vocabulary).asks


def test_what_tells_of_the_past_speaks_against_a_request_only_where_nobody_is_asked_for(vocabulary: Vocabulary) -> None:
    assert "past" in read_post("Früher hatten wir eine Texterin.", vocabulary).signs
    assert "past" not in read_post("Früher hatten wir niemanden, jetzt suchen wir eine Texterin.", vocabulary).signs
