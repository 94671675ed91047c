using System.Globalization;
using Descent.Kernels;

namespace Descent;

/// <summary>What a sweep can try, checked against the data: the values of its trials, and the recipe that each makes.</summary>
internal sealed class SweepSpace
{
    private const int MostDraws = 20_000;

    private readonly Recipe recipe;
    private readonly SweepPlan plan;
    private readonly bool[] isWhole;

    /// <summary>Checks what varies.</summary>
    /// <exception cref="SpecificationException">Nothing varies, or a value or a name can belong to no trial; its place is named.</exception>
    public SweepSpace(Recipe recipe, TrainingData data)
    {
        plan = recipe.Sweep!;
        this.recipe = recipe with { Sweep = null };
        isWhole = [.. plan.Fields.Select(field => new SweepFieldCheck(this.recipe, plan, data).IsWhole(field))];
    }

    /// <summary>The values of each trial, the same for the same plan.</summary>
    /// <exception cref="SpecificationException">A grid has no end or too many combinations.</exception>
    public IReadOnlyList<IReadOnlyList<SweepSetting>> Trials()
    {
        IEnumerable<object>?[] lists = [.. plan.Fields.Select(Values)];
        var open = Array.FindIndex(lists, list => list is null);
        var combinations = open >= 0 ? double.PositiveInfinity : plan.Fields.Select(Count).Aggregate(1.0, (product, count) => product * count);
        var method = plan.Method ?? (plan.Trials is not null || open >= 0 ? SweepMethod.Random : SweepMethod.Grid);
        if (method == SweepMethod.Random)
        {
            var trials = plan.Trials ?? SweepPlan.DefaultTrials;
            return combinations <= trials ? Grid(lists!) : Draw(lists, trials);
        }

        if (plan.Trials is { } given)
        {
            throw recipe.Refusal(SweepReader.Part, $"a grid tries every combination, so it has no number of trials ({given}); leave it out, or let the method be random.");
        }

        if (open >= 0)
        {
            var field = plan.Fields[open];
            throw SweepFieldCheck.At(field, $"'{field.Path}' has no end of values for a grid; give a number, as in '{field.Range} steps 5', or let the method be random.");
        }

        return combinations <= SweepPlan.MostTrials
            ? Grid(lists!)
            : throw recipe.Refusal(SweepReader.Part, string.Create(
                CultureInfo.InvariantCulture,
                $"the grid has {combinations:#,0} combinations, more than the {SweepPlan.MostTrials:#,0} that a sweep may have; give fewer values, or let the method be random with a number of trials."));
    }

    /// <summary>The recipe of a trial, and its data.</summary>
    /// <exception cref="DescentException">The values do not go together.</exception>
    public (Recipe Recipe, TrainingData Data) Make(IReadOnlyList<SweepSetting> settings, SweepData loaded)
    {
        var made = settings.Where(setting => setting.Path.Option is null).Aggregate(recipe, (changed, setting) => setting.Set(changed));
        var data = loaded.Load(made);

        // What is left out is first worked out as in any training, so that an option of it can be another.
        var inner = settings.Where(setting => setting.Path.Option is not null).ToArray();
        return (inner.Length == 0 ? made : inner.Aggregate(RecipeDefaults.Complete(made, data), (changed, setting) => setting.Edit(changed)), data);
    }

    /// <summary>A number of a range, in the type of the field.</summary>
    internal static object Number(SweepField field, double number)
        => field.Place.Option is not null ? SweepSetting.TextOf(number)
            : field.Place.Field.Kind switch
            {
                RecipeFieldKind.Integer => (int)number,
                RecipeFieldKind.Seed => (ulong)number,
                _ => (object)number,
            };

    private IEnumerable<object>? Values(SweepField field, int index)
        => field.Range is { } range ? range.Values(isWhole[index])?.Select(number => Number(field, number)) : field.Values;

    // Without counting one by one, of which there may be billions.
    private double Count(SweepField field, int index)
        => field.Range is not { } range ? field.Values.Count
            : range.Steps is null ? range.To - range.From + 1
            : range.Values(isWhole[index])!.Count();

    private List<IReadOnlyList<SweepSetting>> Grid(IEnumerable<object>[] lists)
    {
        List<IReadOnlyList<SweepSetting>> trials = [[]];
        foreach (var (field, values) in plan.Fields.Zip(lists))
        {
            SweepSetting[] settings = [.. values.Select(value => new SweepSetting(field.Place, value))];
            trials = [.. trials.SelectMany(_ => settings, (before, setting) => (IReadOnlyList<SweepSetting>)[.. before, setting])];
        }

        return trials;
    }

    private List<IReadOnlyList<SweepSetting>> Draw(IEnumerable<object>?[] lists, int count)
    {
        // Lists of steps are short; those of whole numbers may not be, and are drawn from their range.
        object[]?[] choices = [.. plan.Fields.Select((field, i) => field.Range is { Steps: null } ? null : lists[i]!.ToArray())];
        var (trials, known) = (new List<IReadOnlyList<SweepSetting>>(), new HashSet<string>());
        for (var (trial, draw) = (0, 0); trial < count && draw < MostDraws; draw++)
        {
            SweepSetting[] settings = [.. plan.Fields.Select((field, i) => new SweepSetting(field.Place, Draw(field, i, choices[i], trial, draw)))];
            if (known.Add(string.Join('\n', settings.Select(setting => setting.Text))))
            {
                trials.Add(settings);
                (trial, draw) = (trial + 1, -1);
            }
        }

        return trials;
    }

    private object Draw(SweepField field, int index, object[]? choices, int trial, int draw)
    {
        var random = new RandomKey(plan.Seed, "sweep").For(field.Path).At((uint)draw, (uint)trial).Stream();
        return choices is not null ? choices[random.NextInt(choices.Length)] : Number(field, field.Range!.Draw(ref random, isWhole[index]));
    }
}
