using Descent.App.Tests;

namespace Descent.Tests.Formats;

/// <summary>Small files that other libraries wrote: NumPy 1.24 and PyTorch 1.13.</summary>
internal static class Sample
{
    public static string Path(string name) => Repository.PathOf("tests", "Descent.Tests", "Formats", "Samples", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));
}
