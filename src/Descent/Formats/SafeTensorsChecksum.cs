using System.Security.Cryptography;
using System.Text;

namespace Descent;

/// <summary>
/// The SHA-256 of all that a safetensors file says, kept in its metadata: a flipped bit in a weight would else be loaded in silence. It is of names,
/// types, shapes, numbers and the other metadata, whatever their order, so a file that another program writes anew without a change keeps it true.
/// Files of others have none.
/// </summary>
internal sealed class SafeTensorsChecksum
{
    /// <summary>The metadata that holds it.</summary>
    public const string Key = "descent.sha256";

    private const string Own = "descent.";
    private const int MostDamage = 4;

    private readonly SortedSet<string> lines = new(StringComparer.Ordinal);

    /// <summary>Whether a file with this metadata has a checksum, unless its name was damaged: it is Descent's own, or almost that name.</summary>
    public static bool ComesWith(string key) => key.StartsWith(Own, StringComparison.Ordinal)
        || (key.Length <= Key.Length + MostDamage && NearestNames.Distance(key, Key) <= MostDamage);

    /// <summary>Adds a tensor.</summary>
    public void Add(string name, string type, Shape shape, ReadOnlySpan<byte> numbers)
        => lines.Add($"tensor {Convert.ToHexString(Encoding.UTF8.GetBytes(name))} {type} {shape} {Convert.ToHexString(SHA256.HashData(numbers))}");

    /// <summary>The checksum of the tensors with metadata.</summary>
    public string With(IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var all = new SortedSet<string>(lines, StringComparer.Ordinal);
        all.UnionWith(metadata.Where(pair => pair.Key != Key).Select(pair
            => $"text {Convert.ToHexString(Encoding.UTF8.GetBytes(pair.Key))} {Convert.ToHexString(Encoding.UTF8.GetBytes(pair.Value))}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', all))));
    }
}
