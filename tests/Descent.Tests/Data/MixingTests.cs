using Descent.Kernels;

namespace Descent.Tests.Data;

public class MixingTests
{
    private static readonly Dataset Digits = Datasets.Digits().Train.Reshape(new Shape(1, 8, 8));

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(3)]
    public void Mixup_Shares_HaveTheMomentsOfTheirBetaDistribution(double alpha)
    {
        var random = new RandomKey(1, "beta").Stream();
        var shares = Enumerable.Range(0, 20_000).Select(_ => new Mixup(alpha).Apply([], [], new Shape(0), ref random)).ToArray();
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.Equal(0.5, shares.Average(), 0.01);
        Assert.Equal(1 / (4 * ((2 * alpha) + 1)), shares.Average(share => (share - 0.5) * (share - 0.5)), 0.004);
    }

    [Fact]
    public void Mixup_OfABatch_IsTheMixtureOfInputsAndTargetsInTheSameShares()
    {
        var plain = new Batches(Digits, 16, seed: 4).Epoch(1).First();
        var mixed = new Batches(Digits, 16, seed: 4) { Mixing = new Mixup(1) }.Epoch(1).First();
        var targets = Targets.For(new CrossEntropy(), mixed, Digits, 10);
        Assert.Equal(new Shape(16, 10), targets.Shape);
        var partners = new HashSet<int>();
        for (var i = 0; i < 16; i++)
        {
            var share = mixed.Shares[i];
            var partner = Enumerable.Range(0, 16).Single(j => Enumerable.Range(0, 64).All(p =>
                Math.Abs(((share * plain.Inputs[(i * 64) + p]) + ((1 - share) * plain.Inputs[(j * 64) + p])) - mixed.Inputs[(i * 64) + p]) < 1e-3));
            partners.Add(partner);
            Assert.Equal(plain.Labels[partner], mixed.PartnerLabels[i]);
            for (var c = 0; c < 10; c++)
            {
                var expected = (plain.Labels[i] == c ? share : 0) + (plain.Labels[partner] == c ? 1 - share : 0);
                Assert.Equal(expected, targets.ToDoubles()[(i * 10) + c], 1e-6);
            }
        }

        Assert.Equal(16, partners.Count);
    }

    [Fact]
    public void CutMix_OfImages_PastesARectangleAndCountsItsPixels()
    {
        var (random, shape) = (new RandomKey(2, "cutmix").Stream(), new Shape(2, 8, 6));
        for (var i = 0; i < 200; i++)
        {
            var (image, partner) = (new float[96], Enumerable.Repeat(1f, 96).ToArray());
            var share = new CutMix().Apply(image, partner, shape, ref random);
            var pasted = Enumerable.Range(0, 48).Where(place => image[place] == 1).ToArray();
            Assert.Equal(1 - (pasted.Length / 48.0), share, 1e-12);
            Assert.Equal(image[..48], image[48..]);
            Assert.Equal(pasted.Select(place => place / 6).Distinct().Count() * pasted.Select(place => place % 6).Distinct().Count(), pasted.Length);
        }

        Assert.Throws<ShapeException>(() => new CutMix().For(Datasets.Moons(20)));
    }

    [Fact]
    public void Mixup_OfValues_MixesThem()
    {
        var data = Datasets.Sine(40);
        var (plain, mixed) = (new Batches(data, 8).Epoch(0).First(), new Batches(data, 8) { Mixing = new Mixup(1) }.Epoch(0).First());
        for (var i = 0; i < 8; i++)
        {
            var share = mixed.Shares[i];
            Assert.Contains(Enumerable.Range(0, 8), j =>
                Math.Abs((share * plain.Inputs[i]) + ((1 - share) * plain.Inputs[j]) - mixed.Inputs[i]) < 1e-5
                && Math.Abs((share * plain.Values[i]) + ((1 - share) * plain.Values[j]) - mixed.Values[i]) < 1e-5);
        }
    }

    [Fact]
    public void Fit_LossThatTakesNoMixtures_IsRefused()
    {
        var trainer = new Trainer(new Linear(2, 3), new MultiMargin(), new Sgd(0.1)) { Mixing = new Mixup() };
        var error = Assert.Throws<SpecificationException>(() => trainer.Fit(Datasets.Blobs(30), 1));
        Assert.Contains("mixup", error.Message, StringComparison.Ordinal);
        Assert.Throws<SpecificationException>(() => new Mixup(0));
    }

    [Fact]
    public void Batches_ChangedAndMixed_AreTheSameInTheBackgroundAndFromAnyBatchOn()
    {
        Batches Make(int prefetch) => new(Digits, 32, seed: 5)
        {
            Prefetch = prefetch,
            Augmentations = AugmentationSpecification.Make("flip, crop 1, rotate, jitter, cutout 2, erase, noise").For(Digits).Augmentations,
            Mixing = new CutMix(),
        };
        static float[][] All(IEnumerable<Batch> batches) => [.. batches.Select(batch => batch.Inputs.Take(batch.Count * 64).Concat(batch.Shares.Take(batch.Count)).ToArray())];
        var expected = All(Make(0).Epoch(2));
        Assert.Equal(expected, All(Make(3).Epoch(2)));
        Assert.Equal(expected[20..], All(Make(3).Epoch(2, 20)));
        Assert.NotEqual(expected[0], All(Make(0).Epoch(3))[0]);
    }
}
