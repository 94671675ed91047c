using System.Globalization;

namespace Descent;

/// <summary>Reads the one dictionary that stands in the head of an npy file: {'descr': '...', 'fortran_order': False, 'shape': (3, 4), }.</summary>
/// <param name="text">The head's text.</param>
/// <param name="path">What errors call the file.</param>
internal sealed class NpyDictionary(string text, string path)
{
    private const int MostDigits = 18;
    private const int MostAxes = 64;

    private int at;

    /// <summary>Reads it: each key once, in any order, and nothing else.</summary>
    /// <exception cref="DataException">Anything else stands there; the message says where.</exception>
    public (string Type, bool IsFortranOrder, IReadOnlyList<long> Shape) Read()
    {
        string? type = null;
        bool? fortran = null;
        List<long>? shape = null;
        Take("{");
        while (!TryTake("}"))
        {
            var key = Quoted();
            Take(":");
            switch (key)
            {
                case "descr" when type is null:
                    type = Type();
                    break;
                case "fortran_order" when fortran is null:
                    fortran = TryTake("True") || (TryTake("False") ? false : throw Unexpected("True or False"));
                    break;
                case "shape" when shape is null:
                    shape = Lengths();
                    break;
                default:
                    throw new DataException($"{path} is damaged: the key '{key}' of its head is not known, or stands there twice.");
            }

            if (!TryTake(","))
            {
                Take("}");
                break;
            }
        }

        SkipSpace();
        return at == text.Length && type is not null && fortran is not null && shape is not null
            ? (type, fortran.Value, shape)
            : throw Unexpected("descr, fortran_order and shape, and then the end");
    }

    private string Type()
    {
        SkipSpace();
        return at < text.Length && text[at] == '['
            ? throw new DataException($"{path} holds records with named fields; only arrays of one number type are read. Save each field as its own array.")
            : Quoted();
    }

    private List<long> Lengths()
    {
        var lengths = new List<long>();
        Take("(");
        while (!TryTake(")"))
        {
            SkipSpace();
            var start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            if (at == start || at - start > MostDigits || lengths.Count == MostAxes)
            {
                throw Unexpected($"at most {MostAxes} axis lengths of at most {MostDigits} digits");
            }

            lengths.Add(long.Parse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture));
            if (!TryTake(","))
            {
                Take(")");
                break;
            }
        }

        return lengths;
    }

    private string Quoted()
    {
        SkipSpace();
        if (at < text.Length && text[at] is '\'' or '"')
        {
            var end = text.IndexOf(text[at], at + 1);
            if (end > 0 && !text.AsSpan(at, end - at).Contains('\\'))
            {
                var quoted = text[(at + 1)..end];
                at = end + 1;
                return quoted;
            }
        }

        throw Unexpected("a quoted name");
    }

    private void Take(string expected)
    {
        if (!TryTake(expected))
        {
            throw Unexpected($"'{expected}'");
        }
    }

    private bool TryTake(string expected)
    {
        SkipSpace();
        if (string.CompareOrdinal(text, at, expected, 0, expected.Length) != 0)
        {
            return false;
        }

        at += expected.Length;
        return true;
    }

    private void SkipSpace()
    {
        while (at < text.Length && text[at] is ' ' or '\n')
        {
            at++;
        }
    }

    private DataException Unexpected(string expected)
        => new($"{path} is damaged: {expected} should stand at character {at} of its head.");
}
