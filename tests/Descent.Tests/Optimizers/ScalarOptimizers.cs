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
