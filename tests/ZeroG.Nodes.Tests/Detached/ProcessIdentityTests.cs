using System.Diagnostics;
using ZeroG.Nodes.Detached;

namespace ZeroG.Nodes.Tests.Detached;

public sealed class ProcessIdentityTests
{
    [Fact]
    public void Current_IsAliveAndTheSameEachTime()
    {
        Assert.True(ProcessIdentity.Current.IsAlive);
        Assert.Equal(ProcessIdentity.Current, ProcessIdentity.Of(Environment.ProcessId));
    }

    [Fact]
    public void NumberOfAProcessWithAnotherStart_IsNotAlive() =>
        Assert.False((ProcessIdentity.Current with { Start = "another boot/1" }).IsAlive);

    [Fact]
    public async Task Process_ThatHasEnded_IsNotAlive()
    {
        // It lives until its input ends; Windows has it too.
        using Process child = Process.Start(
            new ProcessStartInfo("sort") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        ProcessIdentity? identity = ProcessIdentity.Of(child.Id);
        child.StandardInput.Close();
        await child.WaitForExitAsync();

        Assert.NotNull(identity);
        Assert.False(identity.IsAlive);
    }

    [Fact]
    public void Number_ThatNobodyHas_IsNull() => Assert.Null(ProcessIdentity.Of(int.MaxValue));
}
