namespace Descent;

/// <summary>
/// The tokens that a model knows, numbered: texts become the indices that an <see cref="Embedding"/> takes, and indices become tokens.
/// Index 0 fills up short texts, index 1 stands for every token that is not known.
/// </summary>
/// <example><c>Vocabulary.Of(train.Select(Tokens.Words), minimumCount: 2).Encode(Tokens.Words("It works"))</c></example>
public sealed class Vocabulary
{
    /// <summary>The index that fills up texts shorter than others; give it to a loss as its ignored class.</summary>
    public const int Padding = 0;

    /// <summary>The index of every token that is not known.</summary>
    public const int Unknown = 1;

    private static readonly string[] Reserved = ["<padding>", "<unknown>"];
    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);
    private readonly string[] all;

    /// <summary>A vocabulary of given tokens, numbered in this order from 2 on, such as one that was saved.</summary>
    /// <exception cref="DataException">There is no token, or one comes twice.</exception>
    public Vocabulary(IEnumerable<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        all = [.. Reserved, .. tokens];
        if (all.Length == Reserved.Length)
        {
            throw new DataException(
                "A vocabulary needs at least one token, and there is none: check the texts, or ask for a smaller minimum count.");
        }

        for (var index = 0; index < all.Length; index++)
        {
            if (!indices.TryAdd(all[index], index))
            {
                throw new DataException($"The token '{all[index]}' is in the vocabulary twice, at {indices[all[index]]} and {index}.");
            }
        }
    }

    /// <summary>How many indices there are, padding and the unknown too: the rows of an embedding, the classes of a language model.</summary>
    public int Count => all.Length;

    /// <summary>The tokens by index without the two reserved ones; what to save.</summary>
    public IReadOnlyList<string> Known => new ArraySegment<string>(all, Reserved.Length, all.Length - Reserved.Length);

    /// <summary>
    /// The tokens of some texts, the most frequent first, equally frequent ones by their characters. Give it training texts only.
    /// </summary>
    /// <param name="texts">The tokens of each text.</param>
    /// <param name="minimumCount">How often a token must occur; rarer ones are what the unknown learns from.</param>
    /// <param name="maximumSize">How many tokens to take at most; null for all.</param>
    /// <exception cref="DataException">No token is frequent enough.</exception>
    public static Vocabulary Of(IEnumerable<IEnumerable<string>> texts, int minimumCount = 1, int? maximumSize = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new Vocabulary(texts.SelectMany(text => text)
            .CountBy(token => token, StringComparer.Ordinal)
            .Where(counted => counted.Value >= minimumCount)
            .OrderByDescending(counted => counted.Value)
            .ThenBy(counted => counted.Key, StringComparer.Ordinal)
            .Select(counted => counted.Key)
            .Take(maximumSize ?? int.MaxValue));
    }

    /// <summary>The index of a token; <see cref="Unknown"/> if it is not known.</summary>
    public int IndexOf(string token) => indices.GetValueOrDefault(token, Unknown);

    /// <summary>The token of an index.</summary>
    /// <exception cref="DataException">There is no such index.</exception>
    public string TokenOf(int index)
        => (uint)index < (uint)all.Length
            ? all[index]
            : throw new DataException($"There is no token {index}: the vocabulary has indices 0..{all.Length - 1}.");

    /// <summary>The indices of tokens.</summary>
    public int[] Encode(IEnumerable<string> tokens) => [.. tokens.Select(IndexOf)];

    /// <summary>The indices of several texts, Int32 [texts, length]: longer ones are cut, shorter ones padded at their end.</summary>
    /// <exception cref="DataException">The length is below 1.</exception>
    public Tensor Encode(IReadOnlyList<IEnumerable<string>> texts, int length)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (length < 1)
        {
            throw new DataException($"Texts are cut or padded to at least one token, not {length}.");
        }

        var rows = new int[texts.Count * length];
        for (var i = 0; i < texts.Count; i++)
        {
            Encode(texts[i].Take(length)).CopyTo(rows, i * length);
        }

        return Tensor.From(rows, texts.Count, length);
    }
}
