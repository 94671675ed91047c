namespace Descent.Tests.WorkedExamples;

/// <summary>The cross-entropy of P = [0.7, 0.3] with three models Q, in nats and in bits; the text's table mixes the two.</summary>
public class DistributionExampleTests
{
    private static readonly Dictionary<string, double> Values = Numbers();

    [Theory]
    [InlineData("entropy_nats", 0.6108643020548935)]
    [InlineData("entropy_bits", 0.8812908992306927)]
    [InlineData("by_q.0.q.0", 0.5)]
    [InlineData("by_q.0.q.1", 0.5)]
    [InlineData("by_q.0.cross_entropy_nats", 0.6931471805599453)]
    [InlineData("by_q.0.cross_entropy_bits", 1)]
    [InlineData("by_q.0.kl_divergence_nats", 0.08228287850505178)]
    [InlineData("by_q.0.kl_divergence_bits", 0.1187091007693073)]
    [InlineData("by_q.1.q.0", 0.7)]
    [InlineData("by_q.1.q.1", 0.3)]
    [InlineData("by_q.1.cross_entropy_nats", 0.6108643020548935)]
    [InlineData("by_q.1.cross_entropy_bits", 0.8812908992306927)]
    [InlineData("by_q.1.kl_divergence_nats", 0)]
    [InlineData("by_q.1.kl_divergence_bits", 0)]
    [InlineData("by_q.2.q.0", 0.9)]
    [InlineData("by_q.2.q.1", 0.1)]
    [InlineData("by_q.2.cross_entropy_nats", 0.764527888858692)]
    [InlineData("by_q.2.cross_entropy_bits", 1.1029805938777437)]
    [InlineData("by_q.2.kl_divergence_nats", 0.15366358680379855)]
    [InlineData("by_q.2.kl_divergence_bits", 0.22168969464705093)]
    public void CrossEntropy_EachNumber_HasItsValue(string name, double want) => Worked.Equal(want, Values[name], name);

    internal static Dictionary<string, double> Numbers()
    {
        var truth = Worked.Row(0.7, 0.3);
        var numbers = new Dictionary<string, double>();
        numbers.Add("entropy_nats", InformationTheory.Entropy(truth));
        numbers.Add("entropy_bits", InformationTheory.Entropy(truth, InformationUnit.Bits));
        Tensor[] models = [Worked.Row(0.5, 0.5), Worked.Row(0.7, 0.3), Worked.Row(0.9, 0.1)];
        for (var i = 0; i < models.Length; i++)
        {
            var name = FormattableString.Invariant($"by_q.{i}");
            numbers.Add($"{name}.q", models[i]);
            numbers.Add($"{name}.cross_entropy_nats", InformationTheory.CrossEntropy(truth, models[i]));
            numbers.Add($"{name}.cross_entropy_bits", InformationTheory.CrossEntropy(truth, models[i], InformationUnit.Bits));
            numbers.Add($"{name}.kl_divergence_nats", InformationTheory.KlDivergence(truth, models[i]));
            numbers.Add($"{name}.kl_divergence_bits", InformationTheory.KlDivergence(truth, models[i], InformationUnit.Bits));
        }

        return numbers;
    }
}
