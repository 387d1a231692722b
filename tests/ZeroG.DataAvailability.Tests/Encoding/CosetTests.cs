using System.Text.Json;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding;

public sealed class CosetTests
{
    [Fact]
    [Trait("Category", "Vectors")]
    public void Factor_IsThatOfTheVectors()
    {
        using JsonDocument constants = VectorFiles.Read("da", "constants.json");
        int tested = 0;
        foreach (JsonProperty size in constants.RootElement.GetProperty("coset_factors").EnumerateObject())
        {
            int log = int.Parse(size.Name["log".Length..]);
            foreach (JsonProperty factor in size.Value.EnumerateObject())
            {
                Assert.Equal(
                    factor.Value.GetString(), Coset.Factor(new MatrixShape(log / 2, log - (log / 2)), int.Parse(factor.Name)).ToString());
                tested++;
            }
        }

        Assert.Equal(12, tested);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Factor_CosetThatIsNone_IsRefused(int coset) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Coset.Factor(MatrixShape.Small, coset));
}
