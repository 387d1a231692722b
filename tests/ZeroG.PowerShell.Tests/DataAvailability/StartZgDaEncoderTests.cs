using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.PowerShell.Tests.Shell;

namespace ZeroG.PowerShell.Tests.DataAvailability;

/// <summary>
/// Start-ZgDaEncoder: gRPC inside the module's own load context, beside rivals of all its libraries. Requests are written by hand, since a
/// client library would be one of those.
/// </summary>
public sealed class StartZgDaEncoderTests(DaSession da) : IClassFixture<DaSession>
{
    private ModuleSession Session => da.Session;

    [Fact]
    public async Task Encoder_OfASession_EncodesAsTheCmdletDoes()
    {
        RunResult result = Session.Run("""
            Start-ZgDaEncoder first -ParameterPath $parameters
            (ConvertTo-ZgEncodedBlob data.bin -ParameterPath $parameters -WarningAction Ignore).Root.ToString()
            """);
        result.AssertNoErrors();
        Assert.Contains("for development", Assert.Single(result.Warnings), StringComparison.Ordinal);
        dynamic node = result.Output[0];
        Assert.Equal(("DaEncoder", "Running", "64x32", true), ($"{node.Kind}", $"{node.State}", $"{node.Shape}", (bool)node.IsDevelopment));

        (byte[] reply, string status) = await EncodeAsync((Uri)node.Uri, File.ReadAllBytes(da.Folder["data.bin"]));

        Assert.Equal("0", status);
        Assert.Equal(5 + 66 + 34 + (192 * (1 + 2 + 2296)), reply.Length);
        Assert.Equal((string)result.Output[1].BaseObject, "0x" + Convert.ToHexStringLower(reply.AsSpan(5 + 66 + 2, 32)));
        string metrics = await GetAsync(new Uri((Uri)node.AdminUri, "/metrics"));
        Assert.Contains("zerog_encoder_blobs_encoded_total{node=\"first\"} 1", metrics, StringComparison.Ordinal);
        Session.Run("Stop-ZgNode first").AssertNoErrors();
    }

    [Fact]
    public async Task Encoder_FullBlobOfTheNetwork_TravelsAndIsRefusedByItsSize()
    {
        Uri uri = (Uri)Session.Run("(Start-ZgDaEncoder second -ParameterPath $parameters -WarningAction Ignore).Uri").Single();

        (byte[] reply, string status) = await EncodeAsync(uri, new byte[32_505_852]);

        Assert.Equal("2 TooLargeBlob { actual: 32505852, expected_max: 63484 }", status);
        Assert.Empty(reply);
        Session.Run("Stop-ZgNode second").AssertNoErrors();
    }

    [Fact]
    public void ConfigPath_OfficialFile_IsFollowedWhereNothingElseIsSaid()
    {
        File.WriteAllText(da.Folder["config.toml"], """
            log_level = "debug"
            params_dir = "./parameters"
            grpc_listen_address = "127.0.0.1:0"
            db_dir = "of another node"
            """);

        RunResult result = Session.Run("""
            $node = Start-ZgDaEncoder configured -ConfigPath config.toml
            $node.ParameterPath; "$($node.Log.MinimumLevel)"
            Stop-ZgNode configured
            """);

        result.AssertNoErrors();
        Assert.Equal([da.Folder["parameters"], "Debug"], result.Output.Select(item => item.ToString()));
        Assert.Contains(
            result.Warnings, warning => warning.Contains("keys that no DA encoder knows: db_dir (line 4)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Detached_EncoderOfAnotherSession_ServesUntilItIsStopped()
    {
        Environment.SetEnvironmentVariable("ZEROG_NODE_OWNER", $"{Environment.ProcessId}");
        File.WriteAllText(da.Folder["start.ps1"], """
            param([string] $Parameters, [string] $States)
            $node = Start-ZgDaEncoder encoding -ParameterPath $Parameters -Detached -StatePath $States
            "$($node.Kind) $($node.State) $($node.Uri)"
            """);

        ShellProcess run = await ShellProcess.RunAsync(
            null, "-NonInteractive", "-File", da.Folder["start.ps1"], da.Folder["parameters"], da.Folder["states"]);

        Assert.StartsWith("DaEncoder Running http://127.0.0.1:", run.Output, StringComparison.Ordinal);
        (byte[] reply, string status) = await EncodeAsync(new Uri(run.Output.Trim().Split(' ')[2]), [1, 2, 3]);
        Assert.Equal(("0", 441_513), (status, reply.Length));
        RunResult stopped = Session.Run("Stop-ZgNode encoding -StatePath states; \"$((Get-ZgNode encoding -StatePath states).State)\"");
        Assert.Equal("Stopped", stopped.Single());
    }

    [Theory]
    [InlineData("Start-ZgDaEncoder refused -ConfigPath none.toml", "ZgFileNotFound")]
    [InlineData(
        "[IO.File]::WriteAllText(\"$PWD/bad.toml\", 'log_level = 1'); Start-ZgDaEncoder refused -ConfigPath bad.toml", "ZgConfigInvalid")]
    [InlineData("Start-ZgDaEncoder refused -ParameterPath $parameters -ListenAddress 192.0.2.1 -WarningAction Ignore", "ZgListenAddress")]
    public void Start_WrongInput_IsAnErrorByName(string script, string errorId) => Session.Run(script).SingleError(errorId);

    [Fact]
    public void Start_WhatIf_StartsNothing()
    {
        RunResult result = Session.Run("Start-ZgDaEncoder maybe -ParameterPath $parameters -WhatIf; Get-ZgNode maybe*");

        result.AssertNoErrors();
        Assert.Empty(result.Output);
    }

    private static async Task<(byte[] Reply, string Status)> EncodeAsync(Uri uri, byte[] data)
    {
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(uri, "/encoder.Encoder/EncodeBlob"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Frame(data)) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        using HttpResponseMessage response = await http.SendAsync(request);
        byte[] reply = await response.Content.ReadAsByteArrayAsync();
        string status = Header(response, "grpc-status") + " " + Uri.UnescapeDataString(Header(response, "grpc-message"));
        return (reply, status.Trim());
    }

    // One byte for "not compressed", the length, and a message with the one field 1.
    private static byte[] Frame(byte[] data)
    {
        List<byte> field = [(1 << 3) | 2];
        for (uint rest = (uint)data.Length; ; rest >>= 7)
        {
            field.Add((byte)(rest < 0x80 ? rest : rest | 0x80));
            if (rest < 0x80)
            {
                break;
            }
        }

        byte[] header = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(1), field.Count + data.Length);
        return [.. header, .. field, .. data];
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out IEnumerable<string>? values) || response.Headers.TryGetValues(name, out values)
            ? string.Concat(values)
            : "";

    private static async Task<string> GetAsync(Uri uri)
    {
        using HttpClient http = new();
        return await http.GetStringAsync(uri);
    }
}
