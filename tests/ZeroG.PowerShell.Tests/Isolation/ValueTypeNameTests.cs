using ZeroG.PowerShell.Tests.Engine;
using ZeroG.PowerShell.Tests.Shell;

namespace ZeroG.PowerShell.Tests.Isolation;

/// <summary>The value types that users write in scripts.</summary>
public sealed class ValueTypeNameTests
{
    [Theory]
    [InlineData("[ZgAmount]'1.5'", "1.5 0G")]
    [InlineData("[ZgAmount]0.1", "0.1 0G")]
    [InlineData("[ZgAmount]2", "2 0G")]
    [InlineData("[ZgAmount]'250 gwei'", "0.00000025 0G")]
    [InlineData("[ZgAmount]'1000 neuron'", "0.000000000000001 0G")]
    [InlineData("[ZgAmount]'123456789.123456789012345678'", "123456789.123456789012345678 0G")]
    [InlineData("([ZgAmount]'1' + [ZgAmount]'0.5')", "1.5 0G")]
    [InlineData("[ZgAddress]'0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData(
        "[ZgHash]'0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'",
        "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    public void Cast_FromScript_GivesValue(string script, string text)
    {
        using ModuleSession session = new();

        Assert.Equal(text, session.Run(script).Single().ToString());
    }

    [Theory]
    [InlineData("[ZgAmount]'1,5'", "InvalidCastParseTargetInvocation")]
    [InlineData("[ZgAmount]0.1234567890123456789", "InvalidCastTargetInvocationExceptionop_Explicit")]
    [InlineData("[ZgAddress]'0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'", "InvalidCastParseTargetInvocation")]
    [InlineData("[ZgHash]'0x1234'", "InvalidCastParseTargetInvocation")]
    public void Cast_NotExactlyAValue_Fails(string script, string errorId)
    {
        using ModuleSession session = new();

        session.Run(script).SingleError(errorId);
    }

    [Fact]
    public async Task Remove_LastImport_TakesNamesAway()
    {
        // In a process of its own: here the runspaces of other tests may still hold the module.
        const string Known = "[psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators')::Get.ContainsKey('ZgAmount')";
        ShellProcess run = await ShellProcess.RunAsync(null, "-Command", $"{Known}; Remove-Module ZeroG; {Known}");

        Assert.Equal(["True", "False"], run.Output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }
}
