using System.Globalization;

namespace Descent;

/// <summary>Gives the tensors in nested dictionaries and lists their names: the keys on the way, joined by dots.</summary>
internal sealed class TorchNames(string path)
{
    private const int Deepest = 32;
    private const int MostValues = 1_000_000;
    private const int LongestName = 1000;

    private readonly List<KeyValuePair<string, TorchTensor>> found = [];
    private readonly HashSet<string> names = [];
    private int visited;

    public List<KeyValuePair<string, TorchTensor>> Of(object? root)
    {
        Visit("", root, 0);
        return found.Count > 0 ? found : throw new ModelFileException($"'{path}' holds no tensors by name.");
    }

    private void Visit(string name, object? value, int depth)
    {
        if (depth > Deepest || ++visited > MostValues || name.Length > LongestName)
        {
            throw new ModelFileException($"'{path}' is damaged: its dictionaries are nested without end, or a name is longer than {LongestName}.");
        }

        switch (value)
        {
            case TorchTensor tensor:
                found.Add(names.Add(name) ? new(name, tensor) : throw new ModelFileException($"'{path}' has two tensors with the name '{name}'."));
                break;
            case TorchDictionary dictionary:
                dictionary.Entries.ForEach(entry => Visit(Join(name, Key(entry.Key)), entry.Value, depth + 1));
                break;
            case IReadOnlyList<object?> list:
                for (var i = 0; i < list.Count; i++)
                {
                    Visit(Join(name, Key((long)i)), list[i], depth + 1);
                }

                break;
            default:
                break;
        }
    }

    private static string Join(string outer, string inner) => outer.Length == 0 ? inner : $"{outer}.{inner}";

    private string Key(object? key) => key switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => throw new ModelFileException($"'{path}' has a dictionary whose keys are neither texts nor whole numbers."),
    };
}
