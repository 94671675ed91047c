namespace Descent.Tests.Data;

public class VocabularyTests
{
    private static readonly string[][] Texts = [["b", "a", "c", "a"], ["a", "B", "b"]];

    [Fact]
    public void Of_Texts_NumbersTheMostFrequentFirstAndTiesByCharacters()
    {
        var vocabulary = Vocabulary.Of(Texts);
        Assert.Equal(["a", "b", "B", "c"], vocabulary.Known);
        Assert.Equal(6, vocabulary.Count);
        Assert.Equal([2, 3, 4, 5], vocabulary.Encode(["a", "b", "B", "c"]));
        Assert.Equal("c", vocabulary.TokenOf(5));
    }

    [Fact]
    public void Of_MinimumCountAndMaximumSize_LeaveTheRestUnknown()
    {
        Assert.Equal(["a", "b"], Vocabulary.Of(Texts, minimumCount: 2).Known);
        var one = Vocabulary.Of(Texts, maximumSize: 1);
        Assert.Equal([2, Vocabulary.Unknown], one.Encode(["a", "b"]));
        Assert.Equal("<unknown>", one.TokenOf(Vocabulary.Unknown));
    }

    [Fact]
    public void Encode_SeveralTexts_AreCutAndPaddedAtTheirEnd()
    {
        var batch = new Vocabulary(["x", "y"]).Encode([["x"], ["y", "z", "x", "x"], []], length: 3);
        Assert.Equal(new Shape(3, 3), batch.Shape);
        Assert.Equal([2, 0, 0, 3, 1, 2, 0, 0, 0], batch.ToArray<int>());
    }

    [Fact]
    public void Known_SavedAndLoaded_GivesTheSameIndices()
    {
        var vocabulary = Vocabulary.Of(Texts);
        Assert.Equal(vocabulary.Encode(Texts[0]), new Vocabulary(vocabulary.Known).Encode(Texts[0]));
    }

    [Fact]
    public void Vocabulary_Impossible_IsRefused()
    {
        Assert.Contains("at least one token", Assert.Throws<DataException>(() => Vocabulary.Of(Texts, minimumCount: 9)).Message, StringComparison.Ordinal);
        Assert.Contains("'x' is in the vocabulary twice", Assert.Throws<DataException>(() => new Vocabulary(["x", "x"])).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => new Vocabulary(["<padding>"]));
        Assert.Contains("0..2", Assert.Throws<DataException>(() => new Vocabulary(["x"]).TokenOf(3)).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => new Vocabulary(["x"]).Encode([["x"]], length: 0));
    }
}
