using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using ZeroG.Testing;

[assembly: AssemblyFixture(typeof(ZeroG.Interop.Tests.NodePackages))]

namespace ZeroG.Interop.Tests;

/// <summary>
/// The official npm packages of <c>tests/interop</c>, installed from its lock file once and again only when that file changes.
/// </summary>
public sealed class NodePackages : IAsyncLifetime
{
    /// <summary>Where they are installed.</summary>
    public static readonly string Folder = Path.Combine(Repository.Root, "tests", "interop");

    private string? _unavailable;

    public async ValueTask InitializeAsync()
    {
        try
        {
            await RunAsync("node", ["--version"], null, TestContext.Current.CancellationToken);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            _unavailable = "Node.js is not on the path; the interop tests need it.";
            return;
        }

        string modules = Path.Combine(Folder, "node_modules");
        string stamp = Path.Combine(modules, ".zerog-installed");
        string wanted = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"))));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return;
        }

        (string npm, string[] arguments) = OperatingSystem.IsWindows() ? ("cmd.exe", new[] { "/c", "npm" }) : ("npm", []);
        await RunAsync(
            npm, [.. arguments, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], null, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(stamp, wanted);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs a script of <c>tests/interop</c> and reads the answer from its line that starts with RESULT.</summary>
    /// <param name="script">File name of the script.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="privateKey">Hex key for the script's environment, or null.</param>
    public async Task<JsonElement> RunScriptAsync(string script, string[] arguments, string? privateKey = null)
    {
        Require();
        string output = await RunAsync("node", [script, .. arguments], privateKey, TestContext.Current.CancellationToken);
        string? line = output.Split('\n').FirstOrDefault(l => l.StartsWith("RESULT ", StringComparison.Ordinal));
        Assert.True(line is not null, $"{script} printed no result:\n{output}");
        return JsonSerializer.Deserialize<JsonElement>(line["RESULT ".Length..]);
    }

    /// <summary>Skips or fails the test when there is no Node.js.</summary>
    public void Require()
    {
        if (_unavailable is not null)
        {
            // A missing environment is a skip at home and a failure where the promise is checked.
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is "true", _unavailable);
            Assert.Fail(_unavailable);
        }
    }

    private static async Task<string> RunAsync(string file, string[] arguments, string? privateKey, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(file, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (privateKey is not null)
        {
            start.Environment["PRIVATE_KEY"] = privateKey;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        try
        {
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(
                process.ExitCode == 0, $"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}\n{await error}");
            return output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
