using System.Numerics;

namespace ZeroG.Chain.Tests.Values;

public class TokenAmountTests
{
    [Theory]
    [InlineData("1.5", "1500000000000000000")]
    [InlineData("1.5 0G", "1500000000000000000")]
    [InlineData("10 0G", "10000000000000000000")]
    [InlineData("250 gwei", "250000000000")]
    [InlineData("1000 neuron", "1000")]
    [InlineData("-0.000000000000000001", "-1")]
    [InlineData(".5", "500000000000000000")]
    [InlineData("0", "0")]
    public void Parse_TextWithOrWithoutUnit_IsExact(string text, string wei) =>
        Assert.Equal(BigInteger.Parse(wei), TokenAmount.Parse(text).Wei);

    [Theory]
    [InlineData("")]
    [InlineData("100G")]
    [InlineData("1,5")]
    [InlineData("1e3")]
    [InlineData("1.")]
    [InlineData("0.0000000000000000001")]
    [InlineData("1.5 neuron")]
    [InlineData("0G")]
    public void Parse_TextThatIsNoAmount_Throws(string text) => Assert.Throws<FormatException>(() => TokenAmount.Parse(text));

    [Theory]
    [InlineData(0.1, "0.1 0G")]
    [InlineData(1e-5, "0.00001 0G")]
    [InlineData(123456.789, "123456.789 0G")]
    [InlineData(1e20, "100000000000000000000 0G")]
    public void FromDouble_ShortNumber_KeepsWhatWasTyped(double value, string text) =>
        Assert.Equal(text, ((TokenAmount)value).ToString());

    [Theory]
    [InlineData(0.1234567890123456)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void FromDouble_NumberThatMayHaveLostDigits_Throws(double value) =>
        Assert.Throws<FormatException>(() => (TokenAmount)value);

    [Theory]
    [InlineData("0", "0 0G")]
    [InlineData("10000", "10000 0G")]
    [InlineData("9999.99937", "10000 0G")]
    [InlineData("1234567.5", "1234568 0G")]
    [InlineData("0.012345678", "0.0123457 0G")]
    [InlineData("0.0001", "0.0001 0G")]
    [InlineData("30733644962 neuron", "30.7336 gwei")]
    [InlineData("99999 neuron", "99999 neuron")]
    [InlineData("-1.5", "-1.5 0G")]
    public void ToShortString_AnyAmount_KeepsSixDigitsThatCount(string exact, string text) =>
        Assert.Equal(text, TokenAmount.Parse(exact).ToShortString());

    [Fact]
    public void ToString_AnyAmount_ParsesBack()
    {
        Random random = new(1);
        for (int i = 0; i < 1000; i++)
        {
            byte[] bytes = new byte[random.Next(1, 16)];
            random.NextBytes(bytes);
            TokenAmount amount = new(new BigInteger(bytes));
            Assert.Equal(amount, TokenAmount.Parse(amount.ToString()));
        }
    }
}
