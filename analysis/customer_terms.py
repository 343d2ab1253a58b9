"""The words of the customer pages that not everybody knows, in our own words: entries of the glossary.

Every spelling is underlined wherever a figure uses it. "Length" and "frequency" mean other things on other
pages, so they are entries only with their letter, as the customer pages write them.
"""

from analysis.marks import N_
from analysis.term import Term

# by their transactions
SHOP_TERMS = (
    Term(
        "lrfm",
        N_("LRFM|RFM"),
        N_(
            "Four numbers that say how somebody buys: for how long already (length), how lately (recency), "
            "how often (frequency) and for how much (monetary). RFM is the same without the length."
        ),
    ),
    Term(
        "length",
        N_("Length (L)"),
        N_(
            "How long somebody has been a customer: days from the first purchase to the last one. Who bought "
            "on one day only has 0."
        ),
        formula_text=N_("last day − first day"),
    ),
    Term(
        "recency",
        N_("Recency|Recency (R)"),
        N_(
            "How many days ago somebody bought last, so that few days are good. Its score is turned: 5 "
            "bought most lately, unless the page says that it is not."
        ),
        formula_text=N_("reference date − last day"),
    ),
    Term(
        "frequency",
        N_("Frequency (F)"),
        N_(
            "How many times somebody bought. Whether lines of one receipt, or receipts of one day, count as "
            "one purchase is chosen under “How it is counted”."
        ),
    ),
    Term(
        "monetary",
        N_("Monetary|Monetary (M)"),
        N_(
            "What somebody has spent in all, in the file's currency. Refunds are taken off unless that was "
            "chosen otherwise."
        ),
        formula_text=N_("sum of the amounts"),
    ),
    Term(
        "reference-date",
        N_("reference date"),
        N_(
            "The day from which the pages look back: days since a purchase, ages and memberships are counted "
            "up to it. Without a choice it is the last day of a shop's data, or of a table's period."
        ),
    ),
    Term(
        "fifths",
        N_("by fifths|1 to 5 by fifths"),
        N_(
            "All customers are put in order and cut into five parts of about the same number: the lowest get "
            "1, the highest 5. Equal values get equal scores, so where many have the same value the parts "
            "differ in size and a score may not occur."
        ),
    ),
    Term(
        "customer-number",
        N_("customer number|customer numbers|pseudonym"),
        N_(
            "A mark that tells the customers of a shop apart without naming them. Whoever has the shop's "
            "list knows the person, so it stays personal data; name and telephone are kept apart, encrypted."
        ),
    ),
    Term(
        "loyalty-matrix",
        N_("loyalty matrix|customer loyalty matrix"),
        N_(
            "For each segment an arrow per variable: ↑ where its mean lies above that of all customers, ↓ "
            "where it does not. Recency is turned, so that ↑ is good in all four. The sixteen patterns lead "
            "to proposed names such as core, new or lost customers."
        ),
    ),
    Term(
        "snake-plot",
        N_("snake plot"),
        N_(
            "One line per segment through its means of all variables, on a common scale. Lines far apart "
            "show by what the segments differ."
        ),
        formula_text=N_("(segment mean − mean of all) ÷ standard deviation of all"),
    ),
    Term(
        "relative-importance",
        N_("relative importance"),
        N_("How much more or less a segment has than the average customer: 0 % is the average, 100 % twice."),
        formula_text=N_("segment mean ÷ mean of all − 1"),
    ),
    Term(
        "rfm-grid",
        N_("R × F grid|RFM grid"),
        N_(
            "Customers counted by their scores of recency and frequency. Who came lately and often stands in "
            "one corner, who came once and long ago in the opposite one."
        ),
    ),
    Term(
        "from-the-border",
        N_("From the border"),
        N_(
            "How surely a customer belongs to the segment: 100 % at its centre, 0 % where the next segment "
            "is just as near. Who is near 0 % soon moves over."
        ),
        formula_text=N_("1 − distance to the own centre ÷ distance to the next one"),
    ),
    Term(
        "overdue",
        N_("overdue|worth a call|usual gap"),
        N_(
            "Everybody has a usual gap between two purchases. Overdue is who has let more than one of their "
            "own gaps pass, by a quarter or more. With three purchases or more they are worth a call until "
            "three gaps have passed; who stays away for longer has most likely left."
        ),
        formula_text=N_("days since the last purchase ÷ (length ÷ (purchases − 1))"),
    ),
    Term(
        "lifetime-value",
        N_("lifetime value|value to come"),
        N_(
            "What customers are expected to bring from now on, within a number of months; what they brought "
            "before is not in it."
        ),
        formula_text=N_("margin × sum over the months of (expected purchases × expected value), discounted"),
    ),
    Term(
        "bg-nbd",
        N_("BG/NBD"),
        N_(
            "A model of how often customers come back. Each buys at a rate of their own and may leave for "
            "good after any purchase; nobody says so, so that long silence of a frequent buyer is taken for "
            "it. It knows no seasons."
        ),
    ),
    Term(
        "gamma-gamma",
        N_("Gamma-Gamma"),
        N_(
            "A model of what a purchase is worth. It takes the own mean of who bought often, and draws that "
            "of who bought seldom towards the mean of all."
        ),
    ),
    Term(
        "p-alive",
        N_("P(alive)"),
        N_(
            "The chance, 0 to 1, that somebody is still a customer. By the model whoever bought once only "
            "has 1, since leaving shows after a second purchase at the earliest."
        ),
    ),
    Term(
        "hold-out",
        N_("hold-out"),
        N_(
            "The last part of the time, hidden from a model and then compared with what it expected. A model "
            "that fails here is not to be trusted further on."
        ),
    ),
    Term(
        "log-likelihood",
        N_("log-likelihood"),
        N_(
            "How well a model fits the data, to compare models on the same data: the higher, the better. The "
            "number alone says nothing."
        ),
    ),
)

# by what is known of them
TABLE_TERMS = (
    Term(
        "outlier",
        N_("outlier|outliers"),
        N_(
            "A value far from the middle half of all values. It is no error by itself: where few spend much, "
            "a tenth of all customers is one."
        ),
        formula_text=N_("below Q1 − 1.5 × (Q3 − Q1), or above Q3 + 1.5 × (Q3 − Q1)"),
    ),
    Term(
        "quartiles",
        N_("quartile|quartiles|interquartile range|interquartile ranges"),
        N_(
            "Three values that cut all customers into four equal parts: a quarter lies below the first (Q1), "
            "a quarter above the third (Q3). The interquartile range between the two holds the middle half."
        ),
        formula_text=N_("interquartile range: Q3 − Q1"),
    ),
    Term(
        "box-plot",
        N_("box plot|box plots"),
        N_(
            "A box from the first to the third quartile with the median in it, and lines to the last values "
            "that are no outliers."
        ),
    ),
    Term(
        "standard-deviation",
        N_("standard deviation|standard deviations"),
        N_(
            "How far values usually lie from their mean, in their own unit. Differences counted in it can be "
            "compared between days and money."
        ),
        formula_text=N_("root of the mean squared distance to the mean"),
    ),
    Term(
        "correlation",
        N_("correlation|correlations"),
        N_(
            "Whether two numbers rise together: 1 always, −1 one falls where the other rises, 0 neither. "
            "Which of them is the cause, or whether either is, it cannot tell."
        ),
    ),
    Term(
        "purchases-per-visit",
        N_("purchases per visit|conversion|conversion rate"),
        N_(
            "How many purchases come from a visit to the web site. Where visits are those of a month and "
            "purchases those of years it is no share and may exceed 1; without visits it is not known."
        ),
        formula_text=N_("purchases ÷ visits"),
    ),
    Term(
        "principal-components",
        N_("principal component|principal components|PCA"),
        N_(
            "Columns that say nearly the same are put together into fewer new numbers, the first of which "
            "holds most of the differences between customers. They have no unit and are read by the columns "
            "that weigh most in them."
        ),
    ),
    Term(
        "explained-variance",
        N_("explained variance|share of the variance"),
        N_("How much of the differences between customers a principal component keeps; all keep 100 %."),
        formula_text=N_("variance of the component ÷ variance of all"),
    ),
)

TERMS = (*SHOP_TERMS, *TABLE_TERMS)
