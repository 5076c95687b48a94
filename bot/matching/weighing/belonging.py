"""What goes along with other work and makes no part of its own, unless somebody is sought for just that.

It is asked of whoever does the other work: texts for job ads of who recruits, hosting of who builds the site. In the
posts that were labelled by hand these stood beside such work as a side, most of them ten times for once as a job.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.skills import Skill
from bot.matching.naming.entries import LAYERS
from bot.matching.parts import LANGUAGE_LESSONS, is_language
from bot.matching.posts.post import GENERAL, LANGUAGE_WORK

# What goes along with any other trade: it says how, where or for whose business the work is done.
_WITH_ANY: Final = frozenset({
    "Business Intelligence", "CMS", "Cloud", "Content-Erstellung", "Datenanalyse", "DevOps", "E-Commerce", "ERP",
    "Hosting", "IT-Beratung", "Logistik", "Personalwesen", "Recherche", "Terraform", "Unternehmensberatung", "YouTube",
})  # fmt: skip
# For these a short post asks that says their own name: "Datenanalyse und Webdesign" are two jobs, as they were in seven
# of eight such posts. To find something out belongs to writing of it, and of technologies everybody says the name.
JOBS_BY_NAME: Final = _WITH_ANY - {"Recherche", "CMS", "Cloud", "ERP", "Terraform"}
_SITES: Final = frozenset({
    "Shopware", "Magento", "WooCommerce", "PrestaShop", "TYPO3", "Drupal", "WordPress", "Contao", "JTL",
})  # fmt: skip
_BUILDERS: Final = frozenset({"Divi", "Elementor", "Wix", "Squarespace", "Jimdo", "Webflow", "Joomla"})
_PHOTOS: Final = frozenset({
    "Fotografie", "Businessportraits", "Immobilienfotografie", "Produktfotografie", "Foodfotografie", "Eventfotografie",
    "Hochzeitsfotografie",
})  # fmt: skip
_CROSS_PLATFORM: Final = frozenset({"React Native", "Flutter", "Ionic"})
_PIPELINES: Final = frozenset({"Data Engineering", "Databricks", "Snowflake", "dbt", "Airflow"})
_TESTING: Final = frozenset({"Testautomatisierung", "Robot Framework", "Playwright", "Selenium", "Cypress"})
# What goes along where one of these is asked for, also of the same trade.
_WITH: Final[Mapping[str, frozenset[str]]] = MappingProxyType({
    "Schulung": frozenset({"Sprachunterricht", "Nachhilfe"}),
    "Büroorganisation": frozenset({"Virtuelle Assistenz", "Personalwesen"}),
    "Rechnungsstellung": frozenset({"Virtuelle Assistenz", "Büroorganisation"}),
    "Personalwesen": frozenset({"Recruiting"}),
    "Content-Erstellung": frozenset({
        "Social Media", "Instagram", "TikTok", "Blogartikel", "Texten", "Videoproduktion", "Podcast", "Newsletter",
    }),
    "IT-Sicherheit": frozenset({"WordPress", "Joomla", "TYPO3", "Drupal", "Contao", "Website-Erstellung"}),
    "Texten": frozenset({
        "Recruiting", "LinkedIn", "Virtuelle Assistenz", "Google Ads", "Meta Ads", "Influencer-Marketing",
    }),
    "Onlineshop": frozenset({"Kundenservice", "Conversion-Optimierung", "Amazon-Marktplatz", "Etsy"}),
    "Blogartikel": frozenset({"Pinterest"}),
    "Softwareentwicklung": frozenset({"Unity", "Unreal Engine", "Spieleentwicklung"}),
    "3D-Modellierung": frozenset({"Three.js", "SolidWorks", "AutoCAD"}),
    "LinkedIn": frozenset({"Recruiting", "Telefonakquise"}),
    "Social Media": frozenset({"Recruiting", "Videoschnitt"}),
    "Projektmanagement": frozenset({"Eventmanagement", "Virtuelle Assistenz"}),
    "Moderation": frozenset({"Community Management"}),
    "Illustration": frozenset({"Wireframes", "Motion Design", "E-Learning"}),
    "Audioproduktion": frozenset({"Veranstaltungstechnik", "Videoschnitt"}),
    "Musikproduktion": frozenset({"DJ"}),
    "Azure": _PIPELINES | _TESTING,
    "CI/CD": _TESTING,
    "PHP": _SITES,
    "Symfony": _SITES,
    "HTML/CSS": _SITES | _BUILDERS,
    "Instagram": frozenset({"Meta Ads"}),
    "Facebook": frozenset({"Meta Ads"}),
    "Android": _CROSS_PLATFORM,
    "iOS": _CROSS_PLATFORM,
    "TypeScript": _TESTING,
    "JavaScript": _TESTING,
    "AWS": _PIPELINES,
    "Google Cloud": _PIPELINES,
    "Linux": frozenset({"Monitoring"}),
    "Bildbearbeitung": _PHOTOS,
    "Webentwicklung": frozenset({"SharePoint"}),
    "Excel": frozenset({"Dateneingabe"}),
    "Datenanalyse": frozenset({"Tableau", "Pandas", "Power BI", "Qlik"}),
    "Frontend-Entwicklung": _BUILDERS,
    "Automatisierung": frozenset({"Power Platform"}),
    "Vue.js": frozenset({"Shopware"}),
    "MS SQL Server": frozenset({"C#", ".NET", "Power BI", "Tableau", "Qlik"}),
    "Barrierefreiheit": frozenset({"React", "Vue.js", "Angular", "Nuxt", "Next.js", "Drupal", "Flutter", "Blazor"}),
    "Controlling": frozenset({"SAP FI/CO"}),
    "Buchhaltung": frozenset({"SAP FI/CO"}),
    "Vertrieb": frozenset({"SAP SD", "CRM", "Salesforce"}),
    "Pressearbeit": frozenset({"Change Management"}),
    "Journalismus": frozenset({"Nachhaltigkeitsberatung"}),
    "Data Engineering": frozenset({"SAP BW"}),
    "Embedded-Entwicklung": frozenset({"SPS-Programmierung", "TIA Portal", "CODESYS"}),
    "Arbeitssicherheit": frozenset({"E-Learning"}),
    "Elektrotechnik": frozenset({"SPS-Programmierung", "TIA Portal", "EPLAN"}),
})  # fmt: skip
_FRAMEWORKS: Final = frozenset({"frontend", "mobile"})  # trades whose frameworks are written in one of these
_SPOKEN_ALONG: Final = frozenset({"TypeScript", "JavaScript", "HTML/CSS"})


def going_along(core: Mapping[str, Skill], sought: Collection[str]) -> Iterator[str]:
    """Yield the keys of what only goes along: TypeScript beside a framework, a language beside a job.

    `sought` are the keys of what somebody is sought for by name.
    """
    labels = {skill.label for skill in core.values()}
    along = {key for key, skill in core.items() if key not in sought and labels & _WITH.get(skill.label, frozenset())}
    works = {skill.part for key, skill in core.items() if key not in along and skill.label not in _WITH_ANY}
    has_framework = any(
        skill.part in _FRAMEWORKS and skill.label not in _SPOKEN_ALONG | GENERAL for skill in core.values()
    )
    translates = bool(labels & (LANGUAGE_WORK | LANGUAGE_LESSONS))
    for key, skill in core.items():
        is_surface = skill.label == "Webentwicklung" and key not in sought and bool(works & LAYERS)
        is_beside = skill.label in _WITH_ANY and bool(works) and skill.part not in works and key not in sought
        is_spoken = skill.label in _SPOKEN_ALONG and has_framework
        is_mere_language = is_language(skill) and len(core) > 1 and not translates
        if key in along or is_surface or is_beside or is_spoken or is_mere_language:
            yield key
