using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Vectors;

/// <summary>
/// Amounts are exact. The official client takes them through a floating-point number, which the last column shows; the test shows that this
/// is all the difference.
/// </summary>
[Trait("Category", "Vectors")]
public class UnitsVectorTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Read().Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parse_KnownAmount_GivesExactNeuron(int index)
    {
        JsonElement vector = Read()[index];
        VectorForm.CheckFields(vector, "amount0G exactNeuron officialFloatNeuron", $"units.json [{index}]");
        string text = vector.GetProperty("amount0G").GetString()!;
        string rounded = double.Parse(text, CultureInfo.InvariantCulture).ToString("F18", CultureInfo.InvariantCulture)
            .Replace(".", "", StringComparison.Ordinal);

        TokenAmount amount = TokenAmount.Parse(text);

        Assert.Equal(vector.GetProperty("exactNeuron").GetString(), amount.Wei.ToString(CultureInfo.InvariantCulture));
        Assert.Equal($"{text} 0G", amount.ToString());
        Assert.Equal(
            vector.GetProperty("officialFloatNeuron").GetString(),
            BigInteger.Parse(rounded, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
    }

    private static JsonElement[] Read()
    {
        using JsonDocument document = VectorFiles.Read("compute", "units.json");
        return [.. document.RootElement.Clone().EnumerateArray()];
    }
}
