namespace Descent.Tests.Optimizers;

/// <summary>An optimizer beside its rule for one number: from parameter, gradient, step number and memory to the new parameter.</summary>
internal sealed record ScalarOptimizer(Func<Optimizer> Make, Func<double, double, int, double[], double> Rule);

/// <summary>The rules of the optimizers for one number, in double, written down from their formulas: what the kernels are held to.</summary>
internal static class ScalarOptimizers
{
    public const double Rate = 0.05;

    /// <summary>Each optimizer, in each form that it has.</summary>
    public static Dictionary<string, ScalarOptimizer> All { get; } = new()
    {
        ["sgd"] = new(() => new Sgd(Rate, weightDecay: 0.1), (p, g, _, _) => p - (Rate * (g + (0.1 * p)))),
        ["sgd momentum"] = new(() => new Sgd(Rate, 0.9, 0.3), (p, g, t, s) =>
        {
            s[0] = t == 1 ? g : (0.9 * s[0]) + (0.7 * g);
            return p - (Rate * s[0]);
        }),
        ["nesterov"] = new(() => new Sgd(Rate, 0.9, nesterov: true), (p, g, _, s) =>
        {
            s[0] = (0.9 * s[0]) + g;
            return p - (Rate * (g + (0.9 * s[0])));
        }),
        ["momentum"] = new(() => new Momentum(Rate, 0.8, 0.2), (p, g, _, s) =>
        {
            s[0] = (0.8 * s[0]) + (Rate * (g + (0.2 * p)));
            return p - s[0];
        }),
        ["adagrad"] = new(() => new AdaGrad(Rate, 0.1, 0.5, 1e-3, 0.2), (p, g, t, s) =>
        {
            var slope = g + (0.2 * p);
            s[0] = (t == 1 ? 0.5 : s[0]) + (slope * slope);
            return p - (Rate / (1 + ((t - 1) * 0.1)) * slope / (Math.Sqrt(s[0]) + 1e-3));
        }),
        ["rmsprop"] = new(() => new RmsProp(Rate, 0.9, 1e-3), (p, g, _, s) => p - (Rate * RmsProp(g, s, centered: false))),
        ["rmsprop centered"] = new(() => new RmsProp(Rate, 0.9, 1e-3, centered: true), (p, g, _, s) => p - (Rate * RmsProp(g, s, centered: true))),
        ["rmsprop momentum"] = new(() => new RmsProp(Rate, 0.9, 1e-3, momentum: 0.5), (p, g, _, s) =>
        {
            s[2] = (0.5 * s[2]) + RmsProp(g, s, centered: false);
            return p - (Rate * s[2]);
        }),
        ["rmsprop all"] = new(() => new RmsProp(Rate, 0.9, 1e-3, centered: true, 0.5, 0.2), (p, g, _, s) =>
        {
            s[2] = (0.5 * s[2]) + RmsProp(g + (0.2 * p), s, centered: true);
            return p - (Rate * s[2]);
        }),
        ["adam"] = new(() => new Adam(Rate, 0.8, 0.9, 1e-3, 0.2), (p, g, t, s) => p - Adam(g + (0.2 * p), t, s, amsgrad: false)),
        ["amsgrad"] = new(() => new Adam(Rate, 0.8, 0.9, 1e-3, amsgrad: true), (p, g, t, s) => p - Adam(g, t, s, amsgrad: true)),
        ["adadelta"] = new(() => new AdaDelta(Rate, 0.8, 1e-3, 0.2), (p, g, _, s) =>
        {
            var slope = g + (0.2 * p);
            s[0] = (0.8 * s[0]) + (0.2 * slope * slope);
            var step = Math.Sqrt(s[1] + 1e-3) / Math.Sqrt(s[0] + 1e-3) * slope;
            s[1] = (0.8 * s[1]) + (0.2 * step * step);
            return p - (Rate * step);
        }),
        ["adamax"] = new(() => new Adamax(Rate, 0.8, 0.9, 1e-3, 0.2), (p, g, t, s) =>
        {
            var slope = g + (0.2 * p);
            s[0] = (0.8 * s[0]) + (0.2 * slope);
            s[1] = Math.Max(0.9 * s[1], Math.Abs(slope) + 1e-3);
            return p - (Rate / (1 - Math.Pow(0.8, t)) * s[0] / s[1]);
        }),
        ["nadam"] = new(() => new NAdam(Rate, 0.8, 0.9, 1e-3, 0.1, 0.2), (p, g, t, s) =>
        {
            double Mu(int step) => 0.8 * (1 - (Math.Pow(0.96, step * 0.1) / 2));
            var slope = g + (0.2 * p);
            Adam(slope, t, s, amsgrad: false);
            var product = Enumerable.Range(1, t).Aggregate(1.0, (product, step) => product * Mu(step));
            var ahead = ((1 - Mu(t)) / (1 - product) * slope) + (Mu(t + 1) / (1 - (product * Mu(t + 1))) * s[0]);
            return p - (Rate * ahead / (Math.Sqrt(s[1] / (1 - Math.Pow(0.9, t))) + 1e-3));
        }),
        ["radam before it adapts"] = new(() => new RAdam(Rate, 0.8, 0.9, 1e-3, 0.2), (p, g, t, s) =>
        {
            Adam(g + (0.2 * p), t, s, amsgrad: false);
            return p - (Rate * s[0] / (1 - Math.Pow(0.8, t)));
        }),
        ["lion"] = new(() => new Lion(Rate, 0.8, 0.9, 0.2), (p, g, _, s) =>
        {
            var sign = Math.Sign((0.8 * s[0]) + (0.2 * g));
            s[0] = (0.9 * s[0]) + (0.1 * g);
            return (p * (1 - (Rate * 0.2))) - (Rate * sign);
        }),
        ["rprop"] = new(() => new Rprop(Rate, 0.4, 1.5, 0.03, 0.06), (p, g, t, s) =>
        {
            var agreement = Math.Sign(g) * Math.Sign(s[0]);
            s[1] = Math.Clamp((t == 1 ? Rate : s[1]) * (agreement > 0 ? 1.5 : agreement < 0 ? 0.4 : 1), 0.03, 0.06);
            s[0] = agreement < 0 ? 0 : g;
            return p - (s[1] * Math.Sign(s[0]));
        }),
        ["lamb"] = new(() => new Lamb(Rate, 0.8, 0.9, 1e-3, 0.2), (p, g, t, s) => p - Adam(g, t, s, amsgrad: false) - (Rate * 0.2 * p)),
        ["muon"] = new(() => new Muon(Rate, 0.95, 0.2, 0.8, 0.9, 1e-3), (p, g, t, s) => (p * (1 - (Rate * 0.2))) - Adam(g, t, s, amsgrad: false)),
        ["adamw"] = new(() => new AdamW(Rate, 0.8, 0.9, 1e-3, 0.2), (p, g, t, s) => (p * (1 - (Rate * 0.2))) - Adam(g, t, s, amsgrad: false)),
    };

    private static double RmsProp(double g, double[] s, bool centered)
    {
        s[0] = (0.9 * s[0]) + (0.1 * g * g);
        s[1] = (0.9 * s[1]) + (0.1 * g);
        return g / (Math.Sqrt(s[0] - (centered ? s[1] * s[1] : 0)) + 1e-3);
    }

    private static double Adam(double g, int t, double[] s, bool amsgrad)
    {
        s[0] = (0.8 * s[0]) + (0.2 * g);
        s[1] = (0.9 * s[1]) + (0.1 * g * g);
        s[2] = amsgrad ? Math.Max(s[2], s[1]) : s[1];
        return Rate * s[0] / (1 - Math.Pow(0.8, t)) / (Math.Sqrt(s[2] / (1 - Math.Pow(0.9, t))) + 1e-3);
    }
}
