using System.Text.Json;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Vectors;

/// <remarks>
/// The vectors print whole amounts with one decimal (<c>1.0</c>), as ethers does. <see cref="TokenAmount"/> prints <c>1</c>, the form that
/// people type and that its own ToString promises, so a final <c>.0</c> of the expected text is taken off; everything else must be equal
/// character by character.
/// </remarks>
[Trait("Category", "Vectors")]
public class UnitsVectorTests
{
    private const int EtherDecimals = 18;
    private const int GweiDecimals = 9;

    private static readonly VectorForm Form =
        new("chain", "units*.json", ("format", "wei ether gwei"), ("parse", "text unit wei"), ("parse_reject", "text unit why"));

    public static IEnumerable<object[]> Formats => Form.Rows("format");

    public static IEnumerable<object[]> Parses => Form.Rows("parse");

    public static IEnumerable<object[]> Rejects => Form.Rows("parse_reject");

    [Theory]
    [MemberData(nameof(Formats))]
    public void ToUnits_KnownAmount_GivesKnownTextAndBack(string name)
    {
        JsonElement vector = Form[name];
        TokenAmount amount = new(vector.Integer("wei"));

        foreach ((string property, int decimals) in ((string, int)[])[("ether", EtherDecimals), ("gwei", GweiDecimals)])
        {
            string text = vector.Text(property);
            Assert.Equal(text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text, amount.ToUnits(decimals));
            Assert.True(TokenAmount.TryParseUnits(text, decimals, out TokenAmount parsed));
            Assert.Equal(amount, parsed);
        }
    }

    [Theory]
    [MemberData(nameof(Parses))]
    public void Parse_KnownText_GivesKnownAmount(string name)
    {
        JsonElement vector = Form[name];
        string text = vector.Text("text");
        string unit = vector.Text("unit");

        Assert.True(TokenAmount.TryParseUnits(text, Decimals(unit), out TokenAmount amount));
        Assert.Equal(vector.Integer("wei"), amount.Wei);
        Assert.Equal(amount, TokenAmount.Parse($"{text} {unit}"));
    }

    [Theory]
    [MemberData(nameof(Rejects))]
    public void Parse_TextThatIsNoAmount_IsRefused(string name)
    {
        JsonElement vector = Form[name];
        string text = vector.Text("text");
        string unit = vector.Text("unit");

        Assert.False(TokenAmount.TryParseUnits(text, Decimals(unit), out _));
        Assert.False(TokenAmount.TryParse($"{text} {unit}", out _));
    }

    private static int Decimals(string unit) => unit switch
    {
        "ether" => EtherDecimals,
        "gwei" => GweiDecimals,
        _ => throw new InvalidOperationException($"The unit '{unit}' has no test."),
    };
}
