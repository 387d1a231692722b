using System.Management.Automation;

namespace ZeroG.PowerShell.Tests.Pester;

/// <summary>BeforeAll, AfterAll, BeforeEach and AfterEach: kept with the block in which they stand.</summary>
[Cmdlet("Add", "TestSetup")]
[Alias("BeforeAll", "AfterAll", "BeforeEach", "AfterEach")]
public sealed class SetupCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public ScriptBlock Scriptblock { get; set; } = ScriptBlock.Create("");

    protected override void ProcessRecord()
    {
        PesterNode block = ((PesterFile)SessionState.PSVariable.GetValue(PesterFile.VariableName)).Current;
        List<ScriptBlock> place = MyInvocation.InvocationName.ToLowerInvariant() switch
        {
            "beforeall" => block.BeforeAll,
            "afterall" => block.AfterAll,
            "beforeeach" => block.BeforeEach,
            "aftereach" => block.AfterEach,
            _ => throw new PSInvalidOperationException($"{MyInvocation.InvocationName} is not a word of the dialect."),
        };
        place.Add(Scriptblock);
    }
}
