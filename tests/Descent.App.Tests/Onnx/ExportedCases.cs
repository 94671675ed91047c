namespace Descent.App.Tests.Onnx;

/// <summary>All cases, exported once and run by ONNX Runtime in one process.</summary>
public sealed class ExportedCases : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("descent-onnx-").FullName;
    private readonly Dictionary<string, (ExportedCase? Exported, Exception? Error)> exported = [];
    private readonly Lazy<Dictionary<string, RuntimeResult>> results;

    public ExportedCases()
    {
        foreach (var (number, one) in ExportCases.All.DistinctBy(one => one.Name).Index())
        {
            try
            {
                exported[one.Name] = (one.Export(folder, number), null);
            }
            catch (DescentException error)
            {
                exported[one.Name] = (null, error);
            }
        }

        results = new(() =>
        {
            var all = exported.Values.Select(one => one.Exported).OfType<ExportedCase>().ToArray();
            return all.Zip(OnnxRuntime.Run(Array.ConvertAll(all, one => one.Job()))).ToDictionary(pair => pair.First.Case.Name, pair => pair.Second);
        });
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A case by name; fails where it could not be exported.</summary>
    internal ExportedCase Named(string name) => exported[name].Exported ?? throw exported[name].Error!;

    /// <summary>What ONNX Runtime made of a case.</summary>
    internal RuntimeResult ResultOf(string name) => results.Value[name];
}
