using System.Globalization;
using Descent.Kernels;
using Xunit.Abstractions;

namespace Descent.Tests.Diagnostics;

/// <summary>Data that is made in code and looked at by <see cref="Doctor.Examine"/>: what is unusual but well, and what is not.</summary>
public class DataInCodeTests(ITestOutputHelper output)
{
    private delegate (float[] Inputs, double Target) Sample(ref RandomStream random, int number);

    private static readonly string[] OfData =
    [
        "inputs-not-standardised", "target-badly-scaled", "outliers-rule-mse", "class-imbalance", "sorted-not-shuffled", "leakage",
        "duplicate-rows", "constant-feature", "suspicious-labels",
    ];

    private static readonly Dictionary<string, Func<ulong, Dataset>> Well = new()
    {
        ["a rare class that stands apart"] = seed => Classes(seed, 1000, 2, (ref random, i) => Point(ref random, i % 40 == 0 ? 6 : 0, i % 40 == 0 ? 1 : 0)),
        ["one in five"] = seed => Classes(seed, 1000, 2, (ref random, i) => Point(ref random, i % 5 == 0 ? 1 : 0, i % 5 == 0 ? 1 : 0)),
        ["classes that overlap much"] = seed => Classes(seed, 800, 2, (ref random, i) => Point(ref random, 1.0 * (i % 2), i % 2)),
        ["classes that overlap"] = seed => Classes(seed, 800, 2, (ref random, i) => Point(ref random, 2.0 * (i % 2), i % 2)),
        ["classes that overlap little"] = seed => Classes(seed, 800, 3, (ref random, i) => Point(ref random, 3.0 * (i % 3) / 2, i % 3)),
        ["no pattern at all"] = seed => Classes(seed, 500, 4, (ref random, i) => Point(ref random, 0, random.NextInt(4))),
        ["twelve samples"] = seed => Classes(seed, 12, 2, (ref random, i) => Point(ref random, 3 * (i % 2), i % 2)),
        ["the four points of xor, many times"] = seed => Classes(seed, 200, 2, (ref _, i) => ([i & 1, (i >> 1) & 1], (i & 1) ^ ((i >> 1) & 1))),
        ["flags of different rarity"] = seed => Classes(seed, 2000, 2, (ref random, i) => Flags(ref random)),
        ["one-hot columns"] = seed => Classes(seed, 600, 2, (ref random, _) => OneHot(ref random)),
        ["a white page with a mark"] = seed => Classes(seed, 600, 2, Page),
        ["a lognormal target"] = seed => Values(seed, 600, (ref random, _) => LogNormal(ref random)),
        ["exponential growth"] = seed => Values(seed, 600, (ref random, _) => Growth(ref random)),
        ["noise with long tails"] = seed => Values(seed, 800, (ref random, _) => LongTails(ref random)),
        ["counts that are mostly 0"] = seed => Values(seed, 600, (ref random, _) => Counts(ref random)),
        ["a straight line"] = seed => Values(seed, 100, (ref random, _) => Line(ref random)),
        ["a trend over time"] = seed => Values(seed, 300, (ref random, i) => ([(i - 150) / 87f, (float)random.NextNormal()], (i / 100.0) - 1.5 + (0.3 * random.NextNormal()))),
    };

    public static TheoryData<string> WellNames => new(Well.Keys);

    [Theory]
    [MemberData(nameof(WellNames))]
    public void Examine_UnusualButWell_FindsNothingAboutTheData(string name)
    {
        for (var seed = 0UL; seed < 5; seed++)
        {
            var data = Well[name](seed);
            var found = Found(data).Concat(data.Count < 50 ? [] : Found(Split.Stratified(data, seed: seed))).ToArray();
            output.WriteLine(string.Join("\n", found.Select(finding => finding.ToString())));
            Assert.Empty(found);
        }
    }

    [Fact]
    public void Examine_SortedWithoutShuffle_IsFound()
    {
        var data = Classes(0, 300, 3, (ref random, i) => Point(ref random, 2.0 * (i / 100), i / 100));
        Assert.Empty(Found(data));
        var finding = Assert.Single(Found(data, shuffle: false));
        Assert.Equal("sorted-not-shuffled", finding.Name);
        Assert.Empty(Found(Classes(0, 300, 3, (ref random, i) => Point(ref random, 2.0 * (i % 3), i % 3)), shuffle: false));
    }

    [Fact]
    public void Examine_ValidationOfTrainingSamples_IsFound()
    {
        var data = Datasets.Moons(300);
        var split = Split.Stratified(data);
        Assert.Empty(Found(split));
        Assert.Equal("duplicate-rows", Assert.Single(Found(new DataSplit(split.Train, split.Train.Slice(0, 60)))).Name);
    }

    [Fact]
    public void Examine_OneHotLabelAmongTheFeatures_IsFound()
    {
        var data = Classes(0, 300, 3, (ref random, i) =>
        {
            var (point, label) = Point(ref random, i % 3, i % 3);
            return ([.. point, i % 3 == 0 ? 1 : 0, i % 3 == 1 ? 1 : 0, i % 3 == 2 ? 1 : 0], label);
        });
        Assert.Equal("leakage", Assert.Single(Found(data)).Name);
    }

    [Fact]
    public void Examine_TargetAmongTheFeatures_IsFound()
    {
        var data = Values(0, 300, (ref random, i) =>
        {
            var (inputs, value) = LogNormal(ref random);
            return ([.. inputs, (float)((0.3 * value) - 1)], value);
        });
        Assert.Equal("leakage", Assert.Single(Found(data)).Name);
    }

    [Fact]
    public void Examine_PixelsFrom0To255_IsFoundUnlessNormalisedFirst()
    {
        var stream = new RandomKey(0, "pixels").Stream();
        var pixels = new byte[200 * 36];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(stream.NextInt(200) + (i / 36 % 2 * 55));
        }

        var data = Dataset.Images("pixels", new Shape(1, 6, 6), pixels, [.. Enumerable.Range(0, 200).Select(i => i % 2)], ["even", "odd"]).WithScaling(InputScaling.None);
        Assert.Equal("inputs-not-standardised", Assert.Single(Found(data, "flatten, linear 2")).Name);
        Assert.Empty(Found(data, "batchnorm, flatten, linear 2"));
    }

    private static Finding[] Found(Dataset data, string? model = null, bool shuffle = true) => Found(new DataSplit(data, data), model, shuffle, hasTest: false);

    private static Finding[] Found(DataSplit split, string? model = null, bool shuffle = true, bool hasTest = true)
    {
        var isClasses = split.Train.Task == TaskKind.Classification;
        var trainer = new Trainer(
            ModelSpecification.Build(model ?? string.Create(CultureInfo.InvariantCulture, $"linear 8, relu, linear {split.Train.OutputCount}"), split.Train.InputShape),
            isClasses ? new CrossEntropy() : new MeanSquaredError(), new Adam()) { Shuffle = shuffle };
        return [.. Doctor.Examine(trainer, split.Train, hasTest ? split.Test : null).Where(finding => OfData.Contains(finding.Name))];
    }

    private static (float[] Inputs, double Target) Point(ref RandomStream random, double place, int label)
        => ([(float)(random.NextNormal() + place), (float)(random.NextNormal() - place), (float)random.NextNormal()], label);

    private static (float[] Inputs, double Target) Flags(ref RandomStream random)
    {
        var flags = new float[10];
        for (var i = 0; i < flags.Length; i++)
        {
            flags[i] = random.NextDouble() < 0.5 / (i + 1) ? 1 : 0;
        }

        return (flags, random.NextDouble() < 0.2 + (0.6 * flags[0]) ? 1 : 0);
    }

    private static (float[] Inputs, double Target) OneHot(ref RandomStream random)
    {
        var row = new float[12];
        int first = random.NextInt(5), second = 5 + random.NextInt(7);
        (row[first], row[second]) = (1, 1);
        return (row, random.NextDouble() < (first + second) / 16.0 ? 1 : 0);
    }

    private static (float[] Inputs, double Target) Page(ref RandomStream random, int number)
    {
        var page = Enumerable.Repeat(1f, 64).ToArray();
        for (var i = 18; i < 46; i++)
        {
            page[i] = random.NextDouble() < (number % 2 == 0 ? 0.3 : 0.7) ? 0 : 1;
        }

        return (page, number % 2);
    }

    private static (float[] Inputs, double Target) LogNormal(ref RandomStream random)
    {
        float a = (float)random.NextNormal(), b = (float)random.NextNormal();
        return ([a, b], Math.Exp((0.6 * a) - (0.5 * b) + (0.3 * random.NextNormal())));
    }

    private static (float[] Inputs, double Target) Growth(ref RandomStream random)
    {
        var x = (float)((2 * random.NextDouble()) - 1);
        return ([x], Math.Exp(3 * x) / 4);
    }

    private static (float[] Inputs, double Target) LongTails(ref RandomStream random)
    {
        float a = (float)random.NextNormal(), b = (float)random.NextNormal();

        // Student's t with three degrees of freedom.
        double x = random.NextNormal(), y = random.NextNormal(), z = random.NextNormal();
        return ([a, b], a + b + (0.3 * random.NextNormal() / Math.Sqrt(((x * x) + (y * y) + (z * z)) / 3)));
    }

    private static (float[] Inputs, double Target) Counts(ref RandomStream random)
    {
        float a = (float)random.NextNormal(), b = (float)random.NextNormal();
        return ([a, b], random.NextDouble() < 0.7 ? 0 : random.NextInt(5) + 1);
    }

    private static (float[] Inputs, double Target) Line(ref RandomStream random)
    {
        var x = (float)random.NextNormal();
        return ([x], (2 * x) + 1 + (0.1 * random.NextNormal()));
    }

    private static Dataset Classes(ulong seed, int count, int classes, Sample sample)
    {
        var (inputs, targets) = Make(seed, count, sample);
        return Dataset.Classification("made", new Shape(inputs.Length / count), inputs, Array.ConvertAll(targets, target => (int)target), [.. Enumerable.Range(0, classes).Select(i => $"class {i}")]);
    }

    private static Dataset Values(ulong seed, int count, Sample sample)
    {
        var (inputs, targets) = Make(seed, count, sample);
        return Dataset.Regression("made", new Shape(inputs.Length / count), inputs, Array.ConvertAll(targets, target => (float)target), ["y"]);
    }

    private static (float[] Inputs, double[] Targets) Make(ulong seed, int count, Sample sample)
    {
        var stream = new RandomKey(seed, "made").Stream();
        var (inputs, targets) = (new List<float>(), new double[count]);
        for (var i = 0; i < count; i++)
        {
            var (row, target) = sample(ref stream, i);
            inputs.AddRange(row);
            targets[i] = target;
        }

        return ([.. inputs], targets);
    }
}
