"""What belongs to a whole website, shop, app, event or film besides what is named: proposed to the author, no more.

A template is meant where its skill is asked for as such: a job for WordPress may be any job at a website, one for
"Website-Erstellung" is for all of it. Nothing proposed is tagged for or kept before the author takes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.folding import fold
from bot.domain.jobs import JobPart
from bot.domain.skills import Skill
from bot.talk.text import Phrase


@dataclass(frozen=True, slots=True)
class Usual:
    """A further trade that such a job often needs: the word for it, the skill that it adds, and that skill's part.

    It counts as named where a part of `named_by` is there, or one of its skills; else where its own part is. It is
    spoken of where a word begins or ends as its own does, or as one of `said`: who writes "Texte haben wir" wants none.
    """

    word: Phrase
    skill: str
    part: str
    named_by: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    def is_spoken_of(self, words: Collection[str]) -> bool:
        """Say whether one of these folded words speaks of this trade."""
        stems = tuple(map(fold, (*self.word.template.split(), *self.said)))
        return any(word.startswith(stems) or word.endswith(stems) for word in words)


@dataclass(frozen=True, slots=True)
class Template:
    """A whole of several trades; `skill` names it in the vocabulary, `sentence` proposes its `trades`."""

    skill: str
    sentence: Phrase
    trades: tuple[Usual, ...]


_TEXTS: Final = ("Texte", "Texten", "Inhalte", "Content")
_PICTURES: Final = ("Fotos", "Bilder", "Bildern", "Aufnahmen", "Bildmaterial", "Fotograf", "Fotografin")


def _often(sentence: Phrase, skill: str, *trades: Usual) -> Template:
    return Template(skill, sentence, trades)


TEMPLATES: Final = (
    _often(
        Phrase("Zu einer Website gehören oft auch: {trades}."),
        "Website-Erstellung",
        Usual(Phrase("Konzept"), "UX-Design", "ux", ("ux", "Konzeption")),
        Usual(Phrase("Design"), "Webdesign", "web", ("design", "Webdesign", "UI-Design", "Figma")),
        Usual(Phrase("Text"), "Texten", "text", said=_TEXTS),
        Usual(Phrase("Foto"), "Fotografie", "photo", said=_PICTURES),
        Usual(Phrase("SEO"), "SEO", "marketing"),
    ),
    _often(
        Phrase("Zu einem Onlineshop gehören oft auch: {trades}."),
        "Onlineshop",
        Usual(Phrase("Design"), "Webdesign", "web", ("design", "Webdesign", "UI-Design", "Figma")),
        Usual(Phrase("Produkttexte"), "Produkttexte", "text", said=_TEXTS),
        Usual(Phrase("Produktfotos"), "Produktfotografie", "photo", said=_PICTURES),
        Usual(Phrase("SEO"), "SEO", "marketing", ("SEO", "SEA", "Online-Marketing", "Google Ads")),
        Usual(Phrase("Recht"), "IT-Recht", "legal"),
    ),
    _often(
        Phrase("Zu einer App gehören oft auch: {trades}."),
        "App-Entwicklung",
        Usual(Phrase("Konzept"), "UX-Design", "ux", ("UX-Design", "Wireframes", "UX-Research", "Konzeption")),
        Usual(Phrase("Design"), "UI-Design", "ux", ("design", "UI-Design", "Figma")),
        Usual(Phrase("Backend"), "Backend-Entwicklung", "backend"),
        Usual(Phrase("Test"), "Softwaretest", "qa"),
    ),
    _often(
        Phrase("Zu einem Film gehören oft auch: {trades}."),
        "Videoproduktion",
        Usual(Phrase("Drehbuch"), "Drehbuch", "text"),
        Usual(Phrase("Schnitt"), "Videoschnitt", "video", ("Videoschnitt", "Adobe Premiere", "DaVinci Resolve")),
        Usual(Phrase("Musik"), "Musikproduktion", "audio", ("Musikproduktion", "Audioproduktion")),
        Usual(Phrase("Sprecher"), "Sprecher", "audio", ("Sprecher",)),
        Usual(Phrase("Untertitel"), "Untertitel", "translation"),
    ),
    _often(
        Phrase("Zu einer Veranstaltung gehören oft auch: {trades}."),
        "Eventmanagement",
        Usual(Phrase("Technik"), "Veranstaltungstechnik", "event", ("Veranstaltungstechnik",)),
        Usual(Phrase("Catering"), "Catering", "event", ("Catering",)),
        Usual(Phrase("Moderation"), "Moderation", "event", ("Moderation",)),
        Usual(Phrase("Foto"), "Eventfotografie", "photo", said=_PICTURES),
        Usual(Phrase("Grafik"), "Grafikdesign", "design"),
    ),
    _often(
        Phrase("Zu einem Markenauftritt gehören oft auch: {trades}."),
        "Corporate Design",
        Usual(Phrase("Strategie"), "Markenstrategie", "marketing"),
        Usual(Phrase("Logo"), "Logo-Design", "design", ("Logo-Design",)),
        Usual(Phrase("Text"), "Texten", "text", said=_TEXTS),
        Usual(Phrase("Foto"), "Fotografie", "photo", said=_PICTURES),
        Usual(Phrase("Website"), "Website-Erstellung", "web"),
    ),
    _often(
        Phrase("Zu einer Broschüre gehören oft auch: {trades}."),
        "Broschüre",
        Usual(Phrase("Text"), "Texten", "text", ("Texten", "Redaktion", "Ghostwriting"), _TEXTS),
        Usual(Phrase("Foto"), "Fotografie", "photo", said=_PICTURES),
        Usual(Phrase("Illustration"), "Illustration", "design", ("Illustration",)),
        Usual(Phrase("Lektorat"), "Lektorat", "text", ("Lektorat",)),
    ),
    _often(
        Phrase("Zu einem Podcast gehören oft auch: {trades}."),
        "Podcast",
        Usual(Phrase("Schnitt"), "Audioproduktion", "audio", ("Audioproduktion",)),
        Usual(Phrase("Musik"), "Musikproduktion", "audio", ("Musikproduktion",)),
        Usual(Phrase("Cover"), "Grafikdesign", "design"),
        Usual(Phrase("Social Media"), "Social Media", "marketing"),
    ),
    _often(
        Phrase("Zu einem Online-Kurs gehören oft auch: {trades}."),
        "E-Learning",
        Usual(Phrase("Konzept"), "Konzeption", "text", ("Konzeption",)),
        Usual(Phrase("Video"), "Videoproduktion", "video"),
        Usual(Phrase("Sprecher"), "Sprecher", "audio"),
        Usual(Phrase("Grafik"), "Grafikdesign", "design"),
    ),
)


def meant(parts: Iterable[JobPart]) -> Template | None:
    """Return the template that these parts ask for, the first in the table where they ask for several."""
    asked = {skill.label for part in parts for skill in part.core}
    return next((template for template in TEMPLATES if template.skill in asked), None)


def proposed(parts: Sequence[JobPart], text: str = "") -> tuple[JobPart, ...]:
    """Return the usual further trades that these parts do not name yet, each a part of one skill under its word.

    The label of such a part is the word to say ("Konzept"), not what the part is called once it is taken. What the
    words of the job speak of is not proposed: it is in the parts already, or there, or not wanted.
    """
    template = meant(parts)
    if template is None:
        return ()
    words = {fold(word) for word in text.split()}
    named = {part.key for part in parts} | {skill.label for part in parts for skill in part.skills}
    return tuple(
        JobPart(usual.part, usual.word.template, (Skill(fold(usual.skill), usual.skill, usual.part),))
        for usual in template.trades
        if not named & {usual.skill, *(usual.named_by or (usual.part,))} and not usual.is_spoken_of(words)
    )
