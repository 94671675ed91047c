namespace Descent.Tests.Data;

public class TokensTests
{
    [Theory]
    [InlineData("Don't STOP, it's 2026!", "don't stop it's 2026")]
    [InlineData("the dogs' bowl 'quoted' o\u2019clock", "the dogs bowl quoted o'clock")]
    [InlineData("rock''n''roll", "rock n roll")]
    [InlineData("well-made\u0085movie\tÄRGER", "well made movie ärger")]
    [InlineData("great😀film, cafe\u0301", "great film cafe\u0301")]
    [InlineData(" ...!? ", "")]
    public void Words_Text_AreLowerCaseRunsOfLettersAndDigits(string text, string words)
        => Assert.Equal(words, string.Join(' ', Tokens.Words(text)));

    [Fact]
    public void Characters_Text_AreWhatPeopleSee()
        => Assert.Equal(["H", "i", "\n", "e\u0301", "😀"], Tokens.Characters("Hi\ne\u0301😀"));
}
