"""The words of the pages that not everybody knows, in our own words; formulas of indicators from there."""

from analysis import customer_terms
from analysis.marks import N_
from analysis.term import Term

TERMS = (
    Term(
        "msme",
        N_("MSME|MSMEs"),
        N_(
            "A micro, small or medium enterprise. Indonesian law draws the lines by yearly turnover or "
            "capital; what is larger is no MSME."
        ),
    ),
    Term(
        "size-class",
        N_("size class|size classes"),
        N_(
            "Micro, small or medium, as the file states it or as the law of the data's year puts it by "
            "yearly turnover: UU 20/2008 for data until 2020, PP 7/2021 since."
        ),
    ),
    Term(
        "business-field",
        N_("business field|business fields"),
        N_("What an enterprise does, as its file names it: food, clothing, services and so on."),
    ),
    Term(
        "turnover",
        N_("turnover"),
        N_("Everything an enterprise takes for what it sells in a year, before any cost is taken off."),
    ),
    Term(
        "edition",
        N_("edition|editions"),
        N_(
            "One state of the data of a year. Replacing, adding or withdrawing a file makes a new "
            "edition and keeps the old one, so that any past page can be shown again."
        ),
    ),
    Term(
        "borders",
        N_("borders"),
        N_(
            "Sub-districts are divided and merged now and then. Each set of borders has its date, and "
            "numbers of two sets are never put side by side without being converted."
        ),
    ),
    Term(
        "converted",
        N_("converted"),
        N_(
            "Computed for other borders than those it was counted in: each old area's number is shared "
            "out to the new ones by residents, or by land where nothing better is known. Only an "
            "estimate."
        ),
    ),
    Term(
        "ratio",
        N_("MSMEs per 1,000 residents"),
        N_(
            "How many MSMEs there are for every thousand people. High can be good (many customers for a "
            "supplier) or bad (many rivals for an MSME): the page says which reading is in use."
        ),
        indicator="ratio_per_1000",
    ),
    Term(
        "residents-per-msme",
        N_("residents per MSME"),
        N_("The ratio turned round: how many people share one MSME."),
        indicator="residents_per_msme",
    ),
    Term(
        "index",
        N_("index|ratio index"),
        N_(
            "A number beside that of the whole region, which is set to 100: 120 is a fifth more than the "
            "region."
        ),
        indicator="index_100",
    ),
    Term(
        "density",
        N_("MSMEs per km²"),
        N_("How close together MSMEs stand on the ground, whatever the number of people."),
        indicator="density_per_km2",
    ),
    Term(
        "share",
        N_("share of MSMEs"),
        N_("The part of the region's MSMEs that an area or a field has; all parts together are 100 %."),
        indicator="share_msme",
    ),
    Term(
        "location-quotient",
        N_("location quotient|location quotients"),
        N_(
            "Whether a business field is more at home in an area than in the region: 2 means that its "
            "part of the area's MSMEs is twice its part of the region's. Few enterprises make it jump, "
            "so small ones are not shown."
        ),
        indicator="location_quotient",
    ),
    Term(
        "hhi",
        N_("HHI|concentration"),
        N_(
            "The Hirschman–Herfindahl index: how much is in few places. 1 divided by it is the number of "
            "equally large places that would give the same concentration."
        ),
        indicator="hhi",
    ),
    Term(
        "quadrant",
        N_("quadrant|quadrants"),
        N_(
            "One of the four fields of a chart cut by two lines, such as many or few MSMEs and a high or "
            "low ratio. Each field asks for another way of working."
        ),
    ),
    Term(
        "median",
        N_("median"),
        N_(
            "The middle one when all are put in order: half are below, half above. A few very large ones "
            "do not move it, unlike the average."
        ),
    ),
    Term(
        "about",
        N_("≈"),
        N_(
            "Very nearly. Medians of turnover come from bins that are 2 % wide, so that no single "
            "turnover has to be kept on a page; they are within 1 % of the exact one."
        ),
    ),
    Term(
        "suppression",
        N_("hidden|suppressed"),
        N_(
            "Not shown, because it would tell what fewer than five enterprises earn; one more number is "
            "hidden where the rest would give it away."
        ),
    ),
    Term(
        "base",
        N_("n ="),
        N_(
            "How many were counted for a figure. The smaller it is, the more chance has a hand in the result."
        ),
    ),
    Term(
        "k-means",
        N_("K-Means"),
        N_(
            "A method that puts similar areas or customers into k groups so that the members lie as close as "
            "possible to the mean of their group. Nobody tells it where to draw the lines."
        ),
    ),
    Term(
        "k",
        N_("number of groups (k)"),
        N_("Into how many groups K-Means divides. Three give low, medium and high."),
    ),
    Term(
        "level",
        N_("level|levels"),
        N_(
            "Low, medium or high: the group that K-Means found, in the order of the groups' means. It "
            "compares areas of one region with each other and says nothing about other regions."
        ),
    ),
    Term(
        "centroid",
        N_("centroid|centroids"),
        N_("The mean of a group's members: a made-up one that would be its most typical."),
    ),
    Term(
        "inertia",
        N_("inertia"),
        N_(
            "How far the members lie from the means of their groups. It always falls when there are more "
            "groups."
        ),
        formula_text=N_("sum of squared distances to the group's mean"),
    ),
    Term(
        "silhouette",
        N_("silhouette|silhouettes"),
        N_(
            "How well a member fits its group: 1 is clearly inside, 0 lies between two groups, below 0 "
            "is nearer to another one. The mean over all tells how clearly the groups are apart; above 0.5 "
            "is clear."
        ),
        formula_text=N_(
            "(b − a) ÷ max(a, b), a: mean distance to its own group, b: to the nearest other one"
        ),
    ),
    Term(
        "davies-bouldin",
        N_("Davies–Bouldin"),
        N_(
            "Compares how wide the groups are with how far apart they lie. The lower the better; 0 is "
            "the least."
        ),
        formula_text=N_("mean over the groups of the largest (width of both ÷ distance of their means)"),
    ),
    Term(
        "calinski-harabasz",
        N_("Calinski–Harabasz"),
        N_("Compares the spread between groups with the spread inside them. The higher the better."),
        formula_text=N_("(spread between groups ÷ (k − 1)) ÷ (spread inside groups ÷ (n − k))"),
    ),
    Term(
        "stability",
        N_("stability|stable|Jaccard"),
        N_(
            "A group is stable when it is found again when areas or customers are drawn anew by chance, many "
            "times over. Below 0.6 it falls apart; from 0.75 on it can be built upon."
        ),
        formula_text=N_("members in both ÷ members in either (Jaccard), mean over the draws"),
    ),
    Term(
        "sure",
        N_("sure of its group|sure of their group"),
        N_(
            "An area is sure of its group when it keeps it in nine of ten variants, in which not only the "
            "sample varies, as for stability, but also the indicators and the number of groups."
        ),
    ),
    Term(
        "adjusted-rand",
        N_("adjusted Rand"),
        N_(
            "How far two groupings agree, beyond chance: 1 is the same grouping, 0 what chance alone "
            "would give."
        ),
    ),
    Term(
        "z-score",
        N_("z-score|z-scores"),
        N_(
            "A number as its distance from the mean, in standard deviations, so that people and km² "
            "weigh alike."
        ),
        formula_text=N_("(value − mean) ÷ standard deviation"),
    ),
    Term(
        "natural-breaks",
        N_("natural breaks"),
        N_(
            "Class limits of a map, put where values leave the widest gaps: members of a class are as "
            "alike as possible (Jenks, Fisher)."
        ),
    ),
    Term(
        "quantiles",
        N_("quantile|quantiles"),
        N_("Class limits of a map that put equally many areas into each class."),
    ),
    Term(
        "equal-intervals",
        N_("equal intervals"),
        N_("Class limits of a map that are equally far apart; a class may stay empty."),
    ),
    Term(
        "goodness-of-fit",
        N_("goodness of fit|goodness of variance fit"),
        N_("How much of the differences between areas the classes of a map keep: 1 keeps all, 0 none."),
        formula_text=N_("1 − squared distances to the class means ÷ squared distances to the mean of all"),
    ),
    Term(
        "population-basis",
        N_("civil registry|projection|census"),
        N_(
            "Where the number of residents comes from: the civil registry counts who is registered, a "
            "projection is computed on from the last census, a census counted everybody. They differ, so "
            "the page names its own."
        ),
    ),
    Term(
        "portfolio",
        N_("customer portfolio"),
        N_(
            "Customers seen as a whole, like investments: which segments to grow, to keep, to serve at "
            "less cost, and which to leave."
        ),
    ),
    Term(
        "interval",
        N_("confidence interval|95% interval|95% intervals"),
        N_(
            "The range of shares, or of other numbers, that fit what was seen: had people been drawn by "
            "chance, 95 of 100 such intervals would hold the true one. The fewer there were, the wider it "
            "is; numbers whose intervals overlap widely may well be equal."
        ),
        formula_text=N_("of a share: Wilson's score interval"),
    ),
    Term(
        "net-agreement",
        N_("net agreement"),
        N_(
            "Those who agree less those who disagree, as a share of all who answered: above 0 more agree, "
            "below 0 more disagree."
        ),
        formula_text=N_("share that agrees − share that disagrees"),
    ),
    Term(
        "chi-square",
        N_("chi-square"),
        N_(
            "How far a table of two questions lies from what chance alone would give if they had nothing to"
            " do with each other. Its p says how often chance alone would lie as far off."
        ),
        formula_text=N_("sum of (counted − expected)² ÷ expected"),
    ),
    Term(
        "cramers-v",
        N_("Cramér's V"),
        N_(
            "How strongly two questions go together, from 0 (not at all) to 1 (one tells the other), "
            "corrected for what chance adds in small samples."
        ),
        formula_text=N_("√(chi-square ÷ n ÷ smaller of rows − 1 and columns − 1), corrected"),
    ),
    Term(
        "cronbach",
        N_("Cronbach's alpha"),
        N_(
            "How well several questions measure one thing: 0.7 is usually called enough. It rises with the "
            "number of questions, so a high alpha alone proves nothing."
        ),
        formula_text=N_("k ÷ (k − 1) × (1 − sum of variances of the questions ÷ variance of their sum)"),
    ),
    Term(
        "likert",
        N_("Likert scale|Likert"),
        N_(
            "Answers that are steps from one end to the other, such as from “strongly disagree” to "
            "“strongly agree”."
        ),
    ),
    *customer_terms.TERMS,
)
