# SPDX-License-Identifier: Apache-2.0
"""The set phrases official texts are built with: how preambles, decisions and closings begin."""

from __future__ import annotations

import re

OPENERS = (
    "Recalling|Noting|Considering|Reaffirming|Taking|Emphasi[sz]ing|Acknowledging|Recogni[sz]ing|Bearing|Desiring|Having|Welcoming|"
    "Proceeding|Expressing|Stressing|Underlining|Underscoring|Appreciating|Believing|Affirming|Confirming|Reiterating|Realizing|Seeking|"
    "Striving|Wishing|Being|Building|Acting|Aiming|Attaching|Observing|Understanding|Remembering|Referring|Pursuing|Basing|Commending|"
    "Conscious|Convinced|Mindful|Aware|Guided|Determined|Inspired|Alarmed|Committed|Encouraged|Desirous|Resolved|Concerned|Cognizant|Keen|"
    r"Deeply|Gravely|Strongly|Fully|Firmly|Seriously|In\s(?:view|pursuance|order|accordance|line|recognition|the\slight)|Pursuant|Whereas|With\s(?:a\sview|the\saim)|"
    r"On\sthe\s(?:basis|occasion)|"
    r"Подтверждая|Отмечая|Учитывая|Принимая|Признавая|Сознавая|Стремясь|Руководствуясь|Исходя|Ссылаясь|Выражая|Будучи|Желая|Подчеркивая|Придавая"
)
PREAMBLE = re.compile(rf"(?:and\s|also\s|further\s)?(?:{OPENERS})\b", re.IGNORECASE)
OPENS_CAPITAL = re.compile(rf"(?:{OPENERS})\b")
ENACTING = re.compile(
    r"(?:(?:\b(?:have|has|had|hereby|do|did|jointly|unanimously|the|parties|ministers|participants|heads|members|council|conference|meeting|states)\b.{0,200}?)?"
    r"\b(?:agree|agreed|declare|declared|decide|decided|adopt|adopted|resolve|resolved|proclaim|proclaimed|state|stated|affirm|conclude|concluded|recommend|recommended|announce|announced|reached|share|shared)\b"
    r"[^.;]{0,160}?(?:following|follows|as\sfollows|that|to|hereby|on)?\s?[:：]"
    r"|\b(?-i:DECLARE[SD]?|DECIDE[SD]?|AGREE[SD]?|RESOLVE[SD]?|HAVE\sAGREED|RECOMMEND[S]?)\b[^.;]{0,80}[:：,]?)\s?$"
    r"|(?:договорились|согласились|заявляют|решили|постановили|aşağıdaki|anlaşmışlardır|kararlaştırmışlardır|beyan\sederler|به\sشرح\sزیر|توافق\sنمودند)[^.;]{0,100}[:：]?\s?$",
    re.IGNORECASE | re.DOTALL,
)
RECITAL_END = re.compile(r"(?:[,;،؛]|\band)$")
OPERATIVE = re.compile(
    r"(?:(?:we|they|the\s(?:heads|ministers|parties|participants|conference|meeting|council|delegations|sides|member\sstates)[^.]{0,80}?)\s)?(?:hereby\s|also\s|further\s|strongly\s|fully\s)?"
    r"(?:decide|agree|express|welcome|reaffirm|declare|call|urge|request|invite|encourage|commit|support|condemn|note|emphasi[sz]e|recommend|adopt|endorse|approve|resolve|affirm|recogni[sz]e|acknowledge|"
    r"commend|appreciate|underline|underscore|stress|reiterate|undertake|instruct|entrust|confirm|thank|propose|consider|recall|pledge|seek)[sd]?(?:ed)?\b",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:(?:done|signed|adopted|issued|concluded|made|given|drawn\sup|approved|executed)\s(?:and\s\w+\s)?(?:at|in|on|by|this|the)\b"
    r"|in\s(?:witness|faith|testimony)\s(?:whereof|of\swhich)|en\sfoi\sde\squoi|fait\sà"
    r"|(?:the|this)\s(?:present\s)?(?:declaration|statement|communiqu[ée]|document|protocol|agreement|convention|plan|charter|resolution|memorandum)\s(?:is|was|has\sbeen)\s(?:done|signed|adopted|made|drawn)"
    r"|совершено|подписано|принято\sв|принята\sв|составлено|imzalanmıştır|در\sشهر|حرر\s(?:في|ب)"
    r"|.{0,80}\b(?:tarihinde|şəhərində)\b.{0,160}imza)",
    re.IGNORECASE,
)
GRATITUDE = re.compile(r"\b(?:gratitude|thank|appreciation|hospitality)\w*\b", re.IGNORECASE)
ENDED = re.compile(r"[.;:!?…؟؛][\"”’»')\]]*$")
CONTINUES = re.compile(
    r"(?:\b(?:of|the|and|or|in|on|at|to|for|by|with|from|between|among|a|an|as|under|its|their|which|that|и|в|на|о|с|по|ve|ile)|[,–—-])$",
    re.IGNORECASE,
)
KINDS = (
    (
        "declaration",
        (
            r"declaration|statement|communiqu[ée]|joint\sdocument|conclusions|resolution|appeal|decision|"
            r"deklarasyon\w*|bildiri\w*|bəyannamə\w*|декларац\w+|заявлен\w+|коммюнике|резолюц\w+|deklaratsiya\w*|бейім|بیانیه|اعلامیه|إعلان|بيان"
        ),
    ),
    ("plan-of-interaction", r"plan\sof\s(?:interaction|joint)|план\sвзаимодействия"),
    (
        "action-plan",
        (
            r"(?:plan|programme|program)\sof\s(?:action|work|measures|cooperation)|action\s(?:plan|programme|"
            r"program)|road\s?map|work\s(?:plan|programme|program)|strategy|eylem\splanı|план\s(?:действий|мероприятий)|برنامه\sاقدام"
        ),
    ),
    (
        "convention",
        (
            r"convention|treaty|agreement|protocol|memorandum|конвенц\w+|соглашен\w+|договор|протокол|sözleşme\w*|"
            r"anlaşma\w*|کنوانسیون|موافقتنامه|اتفاقية"
        ),
    ),
    (
        "statute",
        (
            r"statutes?|charter|rules\sof\sprocedure|terms\sof\sreference|regulations?|by-?laws|устав|положение|"
            r"regulament\w*|tüzü\w+|اساسنامه|میثاق"
        ),
    ),
    (
        "final-document",
        (
            r"final\s(?:document|act|outcome)|outcome\sdocument|итоговый\sдокумент|minutes|concluding\sdocument|"
            r"recommendations"
        ),
    ),
    ("report", r"report|review|newsletter|overview|отч[её]т|rapor\w*|گزارش"),
)


def recites(text: str) -> bool:
    """Say whether a paragraph is a recital of a preamble: it opens as one and, in small letters, also ends as one."""
    return bool(OPENS_CAPITAL.match(text)) or (bool(PREAMBLE.match(text)) and bool(RECITAL_END.search(text)))


def kind_in(text: str) -> str:
    """Return the first kind of text a phrase names; “final declaration” is a declaration. Empty where it names none."""
    hits = [(found.end(), index) for index, (_, form) in enumerate(KINDS) if (found := _SINGLE[index].search(text))]
    return KINDS[min(hits)[1]][0] if hits else ""


_SINGLE = tuple(re.compile(rf"\b(?:{form})\b", re.IGNORECASE) for _, form in KINDS)
