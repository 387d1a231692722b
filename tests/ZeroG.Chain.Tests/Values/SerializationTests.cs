using System.Reflection;

namespace ZeroG.Chain.Tests.Values;

/// <summary>ConvertTo-Json of PowerShell writes the readable properties of a value; what they hold must be enough to get the value
/// back.</summary>
public class SerializationTests
{
    [Fact]
    public void Hash256_PropertiesOnly_GiveTheValueBack()
    {
        Hash256 hash = Hash256.Keccak("abc"u8);

        Assert.Equal(hash, Hash256.Parse(ReadText(hash)));
    }

    [Fact]
    public void Address_PropertiesOnly_GiveTheValueBack()
    {
        Address address = Address.Parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");

        Assert.Equal(address, Address.Parse(ReadText(address)));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1.5")]
    [InlineData("123456789.123456789012345678")]
    public void TokenAmount_PropertiesOnly_GiveTheValueBack(string text)
    {
        TokenAmount amount = TokenAmount.Parse(text);

        Assert.Equal(amount, TokenAmount.Parse(ReadText(amount)));
    }

    private static string ReadText(object value) => value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.PropertyType == typeof(string)).Select(property => (string)property.GetValue(value)!).Single();
}
