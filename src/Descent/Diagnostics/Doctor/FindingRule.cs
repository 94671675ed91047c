namespace Descent;

/// <summary>When a rule is asked.</summary>
[Flags]
public enum ExaminationMoment
{
    /// <summary>Once, before the first step: data, model and first values are there, with the first look at the model.</summary>
    Start = 1,

    /// <summary>After each look at the model while training: a few times early, then more and more seldom.</summary>
    Probe = 2,

    /// <summary>After each epoch.</summary>
    Epoch = 4,

    /// <summary>Once, when training is over, was interrupted or has failed.</summary>
    End = 8,
}

/// <summary>
/// One kind of finding: looks at the facts of an examination and says what it finds. It has no state: the same facts give the same findings,
/// while training and afterwards from the record in the run folder. To add one: a file with a rule and its definition, and a line in
/// <see cref="Catalog.Findings"/>.
/// </summary>
/// <remarks>
/// A definition tells in Summary what is found and what it means, in FormulaText when it is found, in Expects what is looked at, in Caveats
/// the reasons of the thresholds, and in Source where they are from. Thresholds stand for all trainings: take effects that are large and last.
/// </remarks>
public abstract class FindingRule
{
    /// <summary>When the rule is asked. What was reported once is not reported again.</summary>
    public abstract ExaminationMoment Moments { get; }

    /// <summary>
    /// Whether it may be reported once for each place, such as a column; otherwise it is reported once for a training, for the worst place.
    /// </summary>
    public virtual bool IsByPlace => false;

    /// <summary>What is found; nothing in a training that is well.</summary>
    public abstract IEnumerable<Finding> Examine(Examination examination);
}
