using System.Globalization;
using System.Text;

namespace Descent;

/// <summary>Cuts texts into the pieces that a <see cref="Vocabulary"/> numbers.</summary>
public static class Tokens
{
    /// <summary>The words of a text in lower case: runs of letters and digits, an apostrophe inside included; all else separates.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        var word = new StringBuilder();
        var apostrophe = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
            {
                word.Append(apostrophe ? "'" : "").Append(Rune.ToLowerInvariant(rune));
                apostrophe = false;
            }
            else if (rune.Value is '\'' or '\u2019' && word.Length > 0 && !apostrophe)
            {
                apostrophe = true;
            }
            else
            {
                End();
            }
        }

        End();
        return words;

        void End()
        {
            apostrophe = false;
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    /// <summary>The characters of a text, each as people see it: a letter with its accents, or an emoji, is one.</summary>
    public static IReadOnlyList<string> Characters(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var characters = new List<string>(text.Length);
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            characters.Add(elements.GetTextElement());
        }

        return characters;
    }
}
