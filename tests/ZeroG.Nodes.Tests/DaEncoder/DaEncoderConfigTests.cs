using System.Text;
using ZeroG.Chain;
using ZeroG.Nodes.Configuration;
using ZeroG.Nodes.DaEncoder.Configuration;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Tests.Fuzzing;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.DaEncoder;

public sealed class DaEncoderConfigTests
{
    // As the official repository ships it (0g-da-encoder, run/config.toml): names and form, values of our own.
    private const string Official = """
        log_level = "debug"
        params_dir = "./params"
        grpc_listen_address = "0.0.0.0:34000"
        """;

    [Fact]
    public void Read_OfficialFile_TakesAllOfIt()
    {
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "config.toml");
        File.WriteAllText(path, Official);

        DaEncoderConfig config = DaEncoderConfig.Read(path);

        Assert.Equal(NodeLogLevel.Debug, config.LogLevel);
        Assert.Equal(Path.Combine(folder.Path, "params"), config.ParameterPath);
        Assert.Equal("0.0.0.0:34000", config.Listen!.ToString());
        Assert.Empty(config.Warnings);
    }

    [Theory]
    [InlineData("trace", NodeLogLevel.Debug)]
    [InlineData("DEBUG", NodeLogLevel.Debug)]
    [InlineData("info", NodeLogLevel.Information)]
    [InlineData("Warn", NodeLogLevel.Warning)]
    [InlineData("error", NodeLogLevel.Error)]
    public void LogLevel_AsTheOfficialEncoderNamesIt_IsTaken(string text, NodeLogLevel level) =>
        Assert.Equal(level, Read($"log_level = \"{text}\"").LogLevel);

    [Fact]
    public void Read_EmptyFile_LeavesEverythingToOthers()
    {
        DaEncoderConfig config = Read("");

        Assert.Equal((null, null, null), (config.LogLevel, config.ParameterPath, config.Listen));
    }

    [Theory]
    [InlineData("log_level = \"loud\"", "line 1: log_level must be")]
    [InlineData("\nlog_level = 3", "line 2: log_level must be text in quotes")]
    [InlineData("grpc_listen_address = \"127.0.0.1\"", "line 1: grpc_listen_address must be an IP address and a port")]
    [InlineData("grpc_listen_address = \"somewhere:34000\"", "line 1: grpc_listen_address must be")]
    [InlineData("params_dir = \"a\\u0000b\"", "line 1: params_dir must be")]
    [InlineData("log_level = \"info", "this is not valid TOML")]
    public void Read_WrongValue_NamesLineAndKey(string text, string part)
    {
        ZeroGException refused = Assert.Throws<ZeroGException>(() => Read(text));

        Assert.Equal("ZgConfigInvalid", refused.ErrorId);
        Assert.Contains(part, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_KeyOfAnotherNode_IsAWarning()
    {
        string warning = Assert.Single(Read("log_level = \"info\"\ndb_dir = \"x\"").Warnings);

        Assert.Contains("keys that no DA encoder knows: db_dir (line 2)", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Damaged_GivesSettingsOrAnErrorInWords()
    {
        Random random = new(20261126);
        byte[] valid = Encoding.UTF8.GetBytes(Official);
        for (int i = 0; i < 1000; i++)
        {
            Bounds.Check(
                TextMutation.Of(valid, random), text => Read(Encoding.UTF8.GetString(text)),
                failure => failure is ZeroGException { ErrorId: "ZgConfigInvalid" }, nameof(DaEncoderConfig));
        }
    }

    private static DaEncoderConfig Read(string text)
    {
        string path = Path.Combine(Path.GetTempPath(), "config.toml");
        return DaEncoderConfig.From(path, ConfigFile.Parse(path, text, DaEncoderConfig.Keys));
    }
}
