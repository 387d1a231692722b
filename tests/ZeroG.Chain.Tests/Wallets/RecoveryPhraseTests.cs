using System.Diagnostics;
using ZeroG.Chain.Wallets;

namespace ZeroG.Chain.Tests.Wallets;

public class RecoveryPhraseTests
{
    private const string Known = "legal winner thank year wave sausage worth useful legal winner thank yellow";

    [Fact]
    public void WordList_IsSortedAndToldApartByFourLetters()
    {
        string[] words = [.. Enumerable.Range(0, WordList.Count).Select(WordList.Word)];
        Assert.Equal(("abandon", "zoo"), (words[0], words[^1]));
        Assert.Equal(words.Order(StringComparer.Ordinal), words);
        Assert.Equal(WordList.Count, words.Select(word => word[..Math.Min(4, word.Length)]).Distinct().Count());
        Assert.Equal(WordList.LongestWord, words.Max(word => word.Length));
        Assert.All(words, (word, number) => Assert.Equal(number, WordList.Find(word)));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(15)]
    [InlineData(18)]
    [InlineData(21)]
    [InlineData(24)]
    public void Create_EachLength_ReadsBackAndIsNewEachTime(int words)
    {
        string text = Text(RecoveryPhrase.Create(words));
        Assert.Equal(words, text.Split(' ').Length);
        Assert.Equal(text, Text(RecoveryPhrase.Parse(text)));
        Assert.NotEqual(text, Text(RecoveryPhrase.Create(words)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(27)]
    public void Create_AnotherLength_IsRefused(int words) => Assert.Throws<ArgumentOutOfRangeException>(() => RecoveryPhrase.Create(words));

    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(36)]
    public void FromEntropy_AnotherSize_IsRefused(int size) =>
        Assert.Throws<ArgumentException>(() => RecoveryPhrase.FromEntropy(new byte[size]));

    [Theory]
    [InlineData("  legal winner thank year wave sausage\tworth useful legal winner  thank\r\nyellow ")]
    [InlineData("LEGAL Winner thank year wave sausage worth useful legal winner thank yellow")]
    public void Parse_SpacesAndCapitals_ArePutRight(string text) => Assert.Equal(Known, Text(RecoveryPhrase.Parse(text)));

    [Theory]
    [InlineData("", "0 words")]
    [InlineData("legal winner thank", "3 words")]
    [InlineData("legal winner thank year wave sausage worth useful legal winner thank yellow yellow", "13 words")]
    [InlineData("legal winner thank year wave sausages worth useful legal winner thank yellow", "word number 6")]
    [InlineData("legal winner thank year wave extraordinary worth useful legal winner thank yellow", "word number 6")]
    [InlineData("winner legal thank year wave sausage worth useful legal winner thank yellow", "checksum")]
    public void Parse_Mistake_IsNamedWithoutShowingAWord(string text, string what)
    {
        ZeroGException error = Assert.Throws<ZeroGException>(() => RecoveryPhrase.Parse(text));
        Assert.Equal("ZgPhraseInvalid", error.ErrorId);
        Assert.Contains(what, error.Message);
        Assert.DoesNotContain("winner", error.Message);
        Assert.DoesNotContain("sausage", error.Message);
        Assert.DoesNotContain("extra", error.Message);
    }

    [Fact]
    public void Parse_AHundredThousandWords_EndsAtOnceInTheSameError()
    {
        ZeroGException error = Assert.Throws<ZeroGException>(() => RecoveryPhrase.Parse(string.Concat(Enumerable.Repeat("zoo ", 100_000))));
        Assert.Contains("more than 24 words", error.Message);
    }

    [Fact]
    public void Phrase_InPrintAndDebugger_ShowsNothing()
    {
        using RecoveryPhrase phrase = RecoveryPhrase.Parse(Known);
        Assert.Equal("********", phrase.ToString());
        DebuggerDisplayAttribute display = (DebuggerDisplayAttribute)typeof(RecoveryPhrase)
            .GetCustomAttributes(typeof(DebuggerDisplayAttribute), inherit: false).Single();
        Assert.Equal("********", display.Value);
        Assert.DoesNotContain("winner", System.Text.Json.JsonSerializer.Serialize(phrase));
    }

    private static string Text(RecoveryPhrase phrase)
    {
        using RecoveryPhrase owned = phrase;
        char[] text = new char[owned.Length];
        owned.CopyTo(text);
        return new string(text);
    }
}
