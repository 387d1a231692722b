using System.Text.Json;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

public sealed class DevelopmentParametersTests
{
    [Fact]
    [Trait("Category", "Vectors")]
    public void Create_TinyShape_GivesEveryPointOfTheVectors()
    {
        using JsonDocument vectors = VectorFiles.Read("da", "amt_tiny.json");
        JsonElement root = vectors.RootElement;
        MatrixShape shape = new(root.GetProperty("log_row").GetInt32(), root.GetProperty("log_col").GetInt32());
        using EncoderParameters parameters = DevelopmentParameters.Create(shape, root.GetProperty("tau_label").GetString()!);

        JsonElement tau = root.GetProperty("power_tau");
        Assert.Equal(tau.GetProperty("g1pp").EnumerateArray().Select(PointJson.G1), parameters.TauPowers.ToArray());
        Assert.Equal(tau.GetProperty("high_g1pp").EnumerateArray().Select(PointJson.G1), parameters.HighPowers.ToArray());
        Assert.Equal(PointJson.G2(tau.GetProperty("high_g2")), parameters.HighG2);
        Assert.Equal(3, root.GetProperty("cosets").GetArrayLength());
        foreach (JsonElement coset in root.GetProperty("cosets").EnumerateArray())
        {
            int number = coset.GetProperty("coset").GetInt32();
            JsonElement expected = coset.GetProperty("params");
            Assert.Equal(expected.GetProperty("basis").EnumerateArray().Select(PointJson.G1), parameters.RowBasis(number).ToArray());
            JsonElement[] depths = [.. expected.GetProperty("vanishes").EnumerateArray()];
            Assert.Equal(shape.LogRows, depths.Length);
            for (int depth = 1; depth <= depths.Length; depth++)
            {
                Assert.Equal(depths[depth - 1].EnumerateArray().Select(PointJson.G2), parameters.Vanishes(number, depth).ToArray());
            }
        }
    }

    [Fact]
    public void Create_IsMarkedAndNamesItsLabel()
    {
        using EncoderParameters parameters = DevelopmentParameters.Create(new MatrixShape(1, 3), "some label", threads: 1);

        Assert.True(parameters.IsDevelopment);
        Assert.Equal(("some label", new MatrixShape(1, 3)), (parameters.Label!, parameters.Shape));
        Assert.True(parameters.Verifier.IsDevelopment);
    }

    [Fact]
    public void Create_ReportsEveryPointAndStopsWhenAsked()
    {
        List<ParameterProgress> reports = [];
        DevelopmentParameters.Create(new MatrixShape(2, 2), progress: new ListProgress<ParameterProgress>(reports)).Dispose();

        Assert.Equal([0, 16, 32, 48, 64, 80], reports.Select(report => report.Done));
        Assert.All(reports, report => Assert.Equal(80, report.Total));
        Assert.ThrowsAny<OperationCanceledException>(
            () => DevelopmentParameters.Create(new MatrixShape(2, 2), cancellationToken: new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Vanishes_DepthThatIsNone_IsRefused(int depth)
    {
        using EncoderParameters parameters = DevelopmentParameters.Create(new MatrixShape(6, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters.Vanishes(0, depth));
    }
}
