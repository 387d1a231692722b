using System.Management.Automation;
using System.Reflection;
using System.Security;
using System.Text.RegularExpressions;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Surface;

/// <summary>What all cmdlets have in common, so that a user who knows two can guess the third.</summary>
public sealed partial class ConventionTests
{
    private static readonly string[] ChangingVerbs =
    [
        "Add", "Clear", "Export", "Import", "Move", "New", "Publish", "Receive", "Register", "Remove", "Restart", "Revoke", "Send", "Set",
        "Start", "Stop", "Unregister", "Update",
    ];

    public static TheoryData<string> Names => [.. ModuleCmdlets.List.Select(cmdlet => cmdlet.Name)];

    [Fact]
    public void Exports_AreTheCmdletClassesOfTheAssembly()
    {
        Assembly assembly = ModuleCmdlets.List[0].ImplementingType.Assembly;

        string[] classes = [.. assembly.GetExportedTypes()
            .Select(type => type.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>()
            .Select(attribute => $"{attribute.VerbName}-{attribute.NounName}").Order(StringComparer.Ordinal)];

        Assert.Equal(classes, ModuleCmdlets.List.Select(cmdlet => cmdlet.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cmdlet_FollowsTheHouseRules(string name)
    {
        CmdletInfo cmdlet = ModuleCmdlets.List.Single(candidate => candidate.Name == name);
        Type type = cmdlet.ImplementingType;

        Assert.Contains(cmdlet.Verb, ApprovedVerbs());
        Assert.StartsWith("Zg", cmdlet.Noun, StringComparison.Ordinal);
        Assert.True(type.IsSealed, "A cmdlet class is sealed.");
        Assert.True(type.GetCustomAttributes<OutputTypeAttribute>().Any(), "Completion of the next command needs [OutputType].");
        Assert.Empty(type.GetCustomAttributes<AliasAttribute>());
        Assert.Equal(type.Name, name.Replace("-", "", StringComparison.Ordinal) + "Command");
        if (ChangingVerbs.Contains(cmdlet.Verb))
        {
            Assert.True(cmdlet.Parameters.ContainsKey("WhatIf"), "A command that changes something knows -WhatIf.");
        }

        foreach (ParameterMetadata parameter in ModuleCmdlets.OwnParameters(cmdlet))
        {
            Assert.False(
                SecretName().IsMatch(parameter.Name) && parameter.ParameterType != typeof(SecureString)
                    && parameter.ParameterType != typeof(PSCredential),
                $"-{parameter.Name} must be a SecureString.");
            Assert.NotEqual(typeof(System.Numerics.BigInteger), parameter.ParameterType);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cmdlet_InHelp_HasSynopsisAndExamples(string name)
    {
        using ModuleSession session = new();

        dynamic help = Assert.Single(session.Run($"Get-Help {name} -Full").Output);

        string synopsis = ((string)help.Synopsis.ToString()).Trim();
        Assert.NotEmpty(synopsis);
        Assert.DoesNotContain(name, synopsis, StringComparison.OrdinalIgnoreCase);
        Assert.True(((PSObject[])help.examples.example).Length >= 2);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cmdlet_InHelp_ShowsEveryParameter(string name)
    {
        using ModuleSession session = new();

        RunResult result = session.Run($$"""
            $help = Get-Help {{name}} -Full
            foreach ($parameter in (Get-Command {{name}}).Parameters.Values) {
                if ($parameter.Name -notin [System.Management.Automation.PSCmdlet]::CommonParameters) {
                    $said = $help.parameters.parameter | Where-Object Name -EQ $parameter.Name
                    $inSyntax = @($help.syntax.syntaxItem.parameter | Where-Object Name -EQ $parameter.Name)[0]
                    $type = $parameter.ParameterType
                    $type = $type.GetElementType() ?? [Nullable]::GetUnderlyingType($type) ?? $type
                    $values = $type.IsEnum ? [Enum]::GetNames($type) -join ' ' : ''
                    if (-not $said.description -or "$($inSyntax.parameterValueGroup.parameterValue)" -ne $values) { $parameter.Name }
                }
            }
            """);

        result.AssertNoErrors();
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Help_AboutTopics_AreFound() =>
        Assert.Equal(
            [
                "about_ZeroG.help.txt", "about_ZeroG_Compute.help.txt", "about_ZeroG_DataAvailability.help.txt",
                "about_ZeroG_Errors.help.txt", "about_ZeroG_StorageNode.help.txt", "about_ZeroG_Wallets.help.txt",
            ],
            Directory.GetFiles(Path.Combine(BuiltModule.Folder, "en-US"), "about_*").Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(@"\bConsole\.")]
    [InlineData(@"Thread\.Sleep")]
    [InlineData(@"\.Result\b")]
    [InlineData(@"Environment\.CurrentDirectory")]
    [InlineData(@"Path\.GetFullPath")]
    public void Sources_OfCmdlets_AvoidWhatAHostOwns(string pattern)
    {
        foreach (string file in
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "ZeroG.PowerShell"), "*.cs", SearchOption.AllDirectories))
        {
            Assert.False(Regex.IsMatch(File.ReadAllText(file), pattern), $"{file} has {pattern}.");
        }
    }

    private static IEnumerable<string> ApprovedVerbs() =>
        new[]
        {
            typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsLifecycle),
            typeof(VerbsOther), typeof(VerbsSecurity),
        }.SelectMany(group => group.GetFields()).Select(field => (string)field.GetValue(null)!);

    // The id of a token is no secret, nor is a number of them.
    [GeneratedRegex("Password|Secret|PrivateKey|Phrase|Token(?!(Id|s)$)|Mnemonic", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
