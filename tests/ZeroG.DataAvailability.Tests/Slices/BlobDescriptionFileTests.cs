using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Slices;
using ZeroG.DataAvailability.Tests.Encoding;

namespace ZeroG.DataAvailability.Tests.Slices;

public sealed class BlobDescriptionFileTests
{
    private static readonly BlobDescription Blob = new(
        "report \"1\".pdf", 1980, SampleBlob.Tiny.Blob.DataRoot, new ErasureCommitment(SampleBlob.Tiny.Blob.Commitment),
        SampleBlob.Tiny.Shape);

    private static string Valid => System.Text.Encoding.UTF8.GetString(BlobDescriptionFile.Write(Blob));

    [Fact]
    public void Write_ThenParse_IsTheSame() => Assert.Equal(Blob, BlobDescriptionFile.Parse("blob.json", BlobDescriptionFile.Write(Blob)));

    [Fact]
    public void Write_Fields_HaveTheNamesOfThePage()
    {
        foreach (string field in (string[])["name", "size", "root", "commitment", "log_rows", "log_columns"])
        {
            Assert.Contains($"\"{field}\": ", Valid, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a field is missing", "\"size\": 1980,", "")]
    [InlineData("more bytes than the shape holds", "1980", "1981")]
    [InlineData("fewer than none", "1980", "-1")]
    [InlineData("no shape", "\"log_rows\": 3", "\"log_rows\": 40")]
    [InlineData("a shape of no rows", "\"log_rows\": 3", "\"log_rows\": 0")]
    [InlineData("a root that is none", "\"root\": \"0x", "\"root\": \"0y")]
    [InlineData("a commitment off the curve", "\"commitment\": \"0x", "\"commitment\": \"0x00")]
    [InlineData("no name", "\"name\": \"report", "\"name\": null, \"other\": \"report")]
    [InlineData("no JSON", "{", "")]
    public void Parse_Wrong_IsRefusedWithTheFile(string what, string find, string replace)
    {
        string text = Valid.Replace(find, replace, StringComparison.Ordinal);
        Assert.NotEqual(Valid, text);

        ZeroGException refused = Assert.Throws<ZeroGException>(
            () => BlobDescriptionFile.Parse("dir/blob.json", System.Text.Encoding.UTF8.GetBytes(text)));

        Assert.True(refused is { ErrorId: "ZgBlobDescriptionInvalid", Target: "dir/blob.json" }, what);
    }

    [Fact]
    public void Parse_Damaged_GivesADescriptionOrAnErrorInWords()
    {
        Random random = new(20261126);
        byte[] valid = BlobDescriptionFile.Write(Blob);
        for (int i = 0; i < 5000; i++)
        {
            byte[] damaged = [.. valid];
            for (int n = random.Next(1, 4); n > 0; n--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            byte[] cut = damaged[..random.Next(damaged.Length / 2, damaged.Length + 1)];
            try
            {
                Assert.InRange(BlobDescriptionFile.Parse("blob.json", cut).Size, 0, int.MaxValue);
            }
            catch (ZeroGException refused)
            {
                Assert.Equal("ZgBlobDescriptionInvalid", refused.ErrorId);
            }
        }
    }
}
