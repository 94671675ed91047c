using System.Globalization;
using Descent.Kernels;
using Descent.Tests.Data;

namespace Descent.Tests.Diagnostics;

/// <summary>CSV files for the doctor to look at, made of random numbers or of shared data, each written once.</summary>
internal static class PatientFiles
{
    private static readonly TemporaryFolder Folder = Create();

    /// <summary>Makes a row: its fields, of a stream of random numbers and its number.</summary>
    public delegate string[] Row(ref RandomStream random, int number);

    /// <summary>A file of generated rows; the same name has the same rows.</summary>
    public static string Generated(string name, string header, int rows, Row row)
    {
        var stream = new RandomKey(0, name).Stream();
        var lines = new List<string> { header };
        for (var i = 0; i < rows; i++)
        {
            lines.Add(string.Join(',', row(ref stream, i)));
        }

        return Write(name, lines);
    }

    /// <summary>A file made of a shared one: its header and rows, changed.</summary>
    public static string Of(string name, string[] shared, Func<string, string> header, Func<IReadOnlyList<string>, IEnumerable<string>> rows)
    {
        var lines = File.ReadAllLines(SharedData.Require(shared)).Where(line => line.Length > 0).ToArray();
        return Write(name, [header(lines[0]), .. rows(lines[1..])]);
    }

    /// <summary>A number as a field.</summary>
    public static string Text(double number) => number.ToString("G9", CultureInfo.InvariantCulture);

    private static string Write(string name, IEnumerable<string> lines)
    {
        lock (Folder)
        {
            var path = Folder.File($"{name}.csv");
            if (!File.Exists(path))
            {
                File.WriteAllLines(path, lines);
            }

            return path;
        }
    }

    private static TemporaryFolder Create()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    }
}
