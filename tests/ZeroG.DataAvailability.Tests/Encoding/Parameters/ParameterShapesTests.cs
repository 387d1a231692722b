using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

public sealed class ParameterShapesTests
{
    [Theory]
    [InlineData("zerog-da-10-20.bin", 10, 10)]
    [InlineData("zerog-da-development-06-11.bin", 6, 5)]
    [InlineData("amt-prove-coset0-mont-5DWgDV-10-20.bin", 10, 10)]
    [InlineData("amt-prove-coset2-5DWgDV-03-08.bin", 3, 5)]
    [InlineData("amt-verify-coset1-5DWgDV-06-11.bin", 6, 5)]
    [InlineData("power-tau-5DWgDV-20.bin", 10, 10)]
    [InlineData("power-tau-mont-5DWgDV-20.bin", 10, 10)]
    public void In_FileOfEachKind_NamesItsShape(string name, int logRows, int logColumns)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder[name], "");

        Assert.Equal([new MatrixShape(logRows, logColumns)], ParameterShapes.In(folder.Path));
    }

    [Theory]
    [InlineData("zerog-da-00-20.bin")]
    [InlineData("zerog-da-10-10.bin")]
    [InlineData("zerog-da-15-40.bin")]
    [InlineData("amt-verify-coset3-5DWgDV-10-20.bin")]
    [InlineData("power-tau-5DWgDV-11.bin")]
    [InlineData("zerog-da-10-20.bin.tmp")]
    [InlineData("photo.bin")]
    public void First_OnlyOtherFiles_FindsNothing(string name)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder[name], "");

        Assert.Equal("ZgParameterNotFound", Assert.Throws<ZeroGException>(() => ParameterShapes.First(folder.Path)).ErrorId);
    }

    [Fact]
    public void In_SeveralShapes_PutsTheNetworksFirst()
    {
        using TempFolder folder = new();
        foreach (string name in (string[])
            ["zerog-da-development-03-06.bin", "zerog-da-development-06-11.bin", "amt-verify-coset0-5DWgDV-10-20.bin"])
        {
            File.WriteAllText(folder[name], "");
        }

        Assert.Equal([MatrixShape.Production, MatrixShape.Small, new MatrixShape(3, 3)], ParameterShapes.In(folder.Path));
        Assert.Equal(MatrixShape.Production, ParameterShapes.First(folder.Path));
        Assert.Equal("ZgParameterNotFound", Assert.Throws<ZeroGException>(() => ParameterShapes.In(folder["none"])).ErrorId);
    }
}
