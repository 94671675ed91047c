using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Descent.Tests.Data;
using Descent.Tests.Formats;
using Descent.Tests.Golden;
using Descent.Tests.Layers;
using Descent.Tests.Losses;
using Descent.Tests.Operations;
using Descent.Tests.Training;

namespace Descent.Tests.NeverAgain;

/// <summary>
/// What users of other libraries suffer, as rules, by number: each is proven here, or where <see cref="Elsewhere"/> says.
/// </summary>
public class RulesTests
{
    /// <summary>The rules that are proven beside what they are about.</summary>
    public static TheoryData<int, string, Type, string> Elsewhere => new()
    {
        { 1, "memory stays flat over any number of steps", typeof(SteadyMemoryTests), nameof(SteadyMemoryTests.Run_ThousandsOfStepsWithChangingBatches_KeepsTheHeapFlat) },
        { 3, "a forgotten layer is named", typeof(TrainingStepTests), nameof(TrainingStepTests.Run_LayerInListThatWasNotAdded_IsFoundAndNamed) },
        { 3, "layers in lists and dictionaries have their parameters", typeof(FreeFormLayerTests), nameof(FreeFormLayerTests.Parameters_OfLayersInListAndDictionary_AreFoundWithTheirPaths) },
        { 3, "the mode reaches every layer", typeof(FreeFormLayerTests), nameof(FreeFormLayerTests.Mode_ReachesLayersInsideSequentialInsideList) },
        { 4, "every loss has reference values and gradients", typeof(GoldenLosses), nameof(GoldenLosses.Compute_EveryCase_HasTheReferenceValueAndGradients) },
        { 4, "every loss's gradient agrees with differences", typeof(LossPropertyTests), nameof(LossPropertyTests.Gradient_OfPrediction_AgreesWithDifferences) },
        { 6, "cancellation keeps a checkpoint to go on from", typeof(ResumeTests), nameof(ResumeTests.Fit_CancelledEveryFewBatches_EndsLikeTheUndisturbed) },
        { 6, "progress is typed events", typeof(TrainerTests), nameof(TrainerTests.Fit_Events_ComeInTheirOrder) },
        { 7, "losses never broadcast", typeof(LossTests), nameof(LossTests.Compute_TargetThatWouldBroadcast_IsRefusedWithBothShapes) },
        { 8, "probability forms count their clamps", typeof(LossValueTests), nameof(LossValueTests.BinaryCrossEntropyOnProbabilities_Extremes_AreBoundedAndCounted) },
        { 9, "softmax twice is an error that names the fix", typeof(TrainingStepTests), nameof(TrainingStepTests.Run_LossThatDoesNotFitTheOutput_NamesTheFix) },
        { 10, "all targets ignored is 0", typeof(TrainingStepTests), nameof(TrainingStepTests.Run_EveryTargetIgnored_IsZeroAndLeavesTheParameters) },
        { 11, "bad labels are named by sample before training", typeof(DatasetTests), nameof(DatasetTests.Classification_LabelOutOfRange_NamesTheSample) },
        { 11, "bad labels are named by the loss", typeof(LossValueTests), nameof(LossValueTests.CrossEntropy_LabelOutOfRange_NamesTheSample) },
        { 12, "the mean of KL divergence is per sample", typeof(LossValueTests), nameof(LossValueTests.KlDivergence_Mean_IsPerSampleUnlessAsked) },
        { 13, "a branch not taken leaks no NaN", typeof(NonFiniteTests), nameof(NonFiniteTests.Gradient_OfBranchThatIsNotTaken_StaysFinite) },
        { 13, "a mask that hides everything leaks no NaN", typeof(MaskedAttentionTests), nameof(MaskedAttentionTests.Of_RowsThatMaySeeNothing_AreZeroWithFiniteGradients) },
        { 13, "a sample of nothing but padding leaks no NaN", typeof(MaskedAttentionTests), nameof(MaskedAttentionTests.Layer_SampleOfNothingButPadding_HasFiniteOutputsAndGradients) },
        { 13, "padding that is NaN leaks nothing", typeof(PaddedRecurrentTests), nameof(PaddedRecurrentTests.Run_PaddingOfNaN_LeaksNothing) },
        { 13, "the first bad value is traced", typeof(NonFiniteTests), nameof(NonFiniteTests.Run_BadInput_NamesTheOperationAndTheSampleAndChangesNothing) },
        { 14, "augmentation depends on seed, epoch and sample", typeof(BatchesTests), nameof(BatchesTests.Epoch_Augmented_DependsOnSeedEpochAndSampleOnly) },
        { 15, "accumulation equals the full batch", typeof(AccumulationTests), nameof(AccumulationTests.Accumulate_UnevenPartsWithWeightsAndIgnoredTargets_GivesTheStepOfTheFullBatch) },
        { 17, "damaged model files are refused", typeof(DamagedFileTests), nameof(DamagedFileTests.SafeTensors_Damaged_AreRefusedOrHoldWhatTheyHeld) },
        { 17, "a header that lies costs no memory", typeof(SafeTensorsTests), nameof(SafeTensorsTests.Read_HugeHeaderLength_IsRefusedWithoutMemory) },
    };

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public void Rule_ProvenElsewhere_HasItsTest(int rule, string what, Type place, string test)
    {
        var method = place.GetMethod(test);
        Assert.True(method?.GetCustomAttributes<FactAttribute>().Any() == true, $"Rule {rule}, {what}: {place.Name} has no test {test}.");
        Assert.True(method.GetCustomAttributes<FactAttribute>().All(fact => fact.Skip is null), $"Rule {rule}, {what}: {test} is skipped.");
    }

    [Fact]
    public void Rule1_NothingThatComputes_HasToBeDisposed()
    {
        // A file that is written to is closed; it computes nothing.
        Type[] files = [typeof(TensorBoardWriter)];
        Type[] disposable = [typeof(IDisposable), typeof(IAsyncDisposable)];
        Assert.DoesNotContain(
            typeof(Tensor).Assembly.GetExportedTypes().Except(files), type => disposable.Any(kind => kind.IsAssignableFrom(type)));
    }

    [Fact]
    public void Rule2_TheLibrary_CallsNoNativeCodeAndIsSmall()
    {
        var path = typeof(Tensor).Assembly.Location;
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var imports = metadata.MethodDefinitions
            .Where(method => (metadata.GetMethodDefinition(method).Attributes & MethodAttributes.PinvokeImpl) != 0)
            .Select(method => metadata.GetString(metadata.GetMethodDefinition(method).Name));
        Assert.Empty(imports);
        Assert.True(new FileInfo(path).Length < 3 << 20, $"The library has {new FileInfo(path).Length >> 10} KB.");
    }

    [Fact]
    public void Rule5_ANetworkFromScratch_IsTrainedInTenLines()
    {
        var (train, test) = (Datasets.Circles(400), Datasets.Circles(200, seed: 1));
        var model = new Sequential(new Linear(2, 16), new Tanh(), new Linear(16, 2));
        new Trainer(model, new CrossEntropy(), new Adam(0.02)).Fit(train, epochs: 40);
        Assert.True(Evaluator.Evaluate(model, new CrossEntropy(), test).Accuracy > 0.9);
    }

    [Fact]
    public void Rule7_AColumnAgainstAVector_IsNeverBroadcast()
    {
        var (column, vector) = (Examples.Inputs(1, 5, 1), Examples.Inputs(2, 5));
        foreach (var loss in new Loss[] { new MeanSquaredError(), new MeanAbsoluteError(), new Huber(), new SmoothL1(), new LogCosh() })
        {
            var error = Assert.Throws<ShapeException>(() => loss.Compute(column, vector));
            Assert.Contains("[5, 1]", error.Message, StringComparison.Ordinal);
            Assert.Contains("Reshape", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Rule17_ModelFiles_AreReadWithoutMakingAnyType()
    {
        // A header that names a type, as serialisers of objects do, is only a header that lacks what a tensor needs.
        var path = Path.GetTempFileName();
        var header = "{\"a\":{\"$type\":\"System.Diagnostics.Process, System\",\"shape\":[1]}}"u8;
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)header.Length), .. header]);
        Assert.Contains("incomplete", Assert.Throws<ModelFileException>(() => SafeTensors.Read(path)).Message, StringComparison.Ordinal);
        File.Delete(path);
    }
}
