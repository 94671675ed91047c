namespace Descent.Tests.Diagnostics;

internal static partial class SickTrainings
{
    private static IEnumerable<KeyValuePair<string, SickTraining>> OfModelAndTraining =>
    [
        .. Named("softmax-twice",
            ("iris", () => Clinic.Recipe("iris", "linear 16, relu, linear 3, softmax", "adam rate=0.01", 40), 0.5),
            ("digits, log-softmax", () => Clinic.Recipe("digits", "linear 64, relu, linear 10, log-softmax", "adam rate=0.001", 8), 0.5)),
        .. Named("dead-relu",
            ("digits, a rate far too high", () => Clinic.Recipe("digits", "linear 64, relu, linear 64, relu, linear 10", "adam rate=0.5", 5), 0.2),
            ("moons, momentum far too high", () => Clinic.Recipe("moons", "linear 32, relu, linear 32, relu, linear 2", "sgd rate=3 momentum=0.9", 10), 0.2)),
        .. Named("symmetric-initialization",
            ("digits, ones", () => Clinic.Recipe("digits", "linear 32 init=ones, tanh, linear 32 init=ones, tanh, linear 10", "adam rate=0.001", 8), 0.3),
            ("circles, zeros", () => Clinic.Recipe("circles", "linear 16 init=zeros, tanh, linear 2 init=zeros", "adam rate=0.01", 30), 0.3)),
    ];
}
