namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>Ctrl+C for pipelines that wait for somebody who does not answer.</summary>
internal static class Interruption
{
    // Long before a request that nobody answers ends by itself, and long enough for a machine that has much else to do.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Stops the pipeline; fails when it goes on waiting.</summary>
    public static Task StopAtOnceAsync(this System.Management.Automation.PowerShell shell) => shell.StopAsync(null, null).WaitAsync(Limit);
}
