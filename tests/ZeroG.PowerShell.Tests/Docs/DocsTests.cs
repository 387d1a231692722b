using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.PowerShell.Tests.Surface;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Docs;

/// <summary>Pages are checked against the module: links lead somewhere, examples parse and bind, every error id is explained.</summary>
public sealed partial class DocsTests
{
    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "README.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_LeadToFiles(string page)
    {
        string path = Path.Combine(Repository.Root, page);
        foreach (Match link in Link().Matches(File.ReadAllText(path)))
        {
            string target = link.Groups[1].Value.Split('#')[0];
            if (target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
            {
                string file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, target));
                Assert.True(File.Exists(file) || Directory.Exists(file), $"{page} links to {target}, which is not there.");
            }
        }
    }

    [Fact]
    public void FrontPage_LeadsToEveryPageAndExample()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

        string[] targets = ["docs/*.md", "docs/howto/*.md", "examples/*.ps1"];
        IEnumerable<string> files = targets.SelectMany(target =>
            Directory.GetFiles(Path.Combine(Repository.Root, Path.GetDirectoryName(target)!), Path.GetFileName(target)));

        Assert.All(files, file => Assert.Contains($"]({Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')})", page));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void SourceFiles_NamedOnAPage_Exist(string page)
    {
        foreach (Match name in SourceFile().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))))
        {
            Assert.True(
                File.Exists(Path.Combine(Repository.Root, name.Groups[1].Value)),
                $"{page} names {name.Groups[1].Value}, which is not there.");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Examples_ParseAndBind(string page)
    {
        using ModuleSession session = new();
        Runspace.DefaultRunspace = session.Runspace;
        string[] known = [.. ModuleCmdlets.List.Select(cmdlet => cmdlet.Name)];
        foreach (Match block in PowerShellBlock().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))))
        {
            string code = block.Groups[1].Value;
            ScriptBlockAst script = Parser.ParseInput(code, out _, out ParseError[] errors);
            Assert.True(errors.Length == 0, $"{page}: {errors.FirstOrDefault()?.Message}\n{code}");
            foreach (CommandAst command in script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
            {
                string? name = command.GetCommandName();
                if (name?.Contains("-Zg", StringComparison.Ordinal) == true)
                {
                    Assert.True(known.Contains(name), $"{page}: there is no cmdlet {name}.\n{code}");
                    StaticBindingError? error = StaticParameterBinder.BindCommand(command).BindingExceptions.Values
                        .FirstOrDefault(error => !(IsFedByPipeline(command) && error.BindingException.ErrorId == "MissingArgument"));
                    Assert.True(error is null, $"{page}: {error?.BindingException.Message}\n{command}");
                }
            }
        }
    }

    [Fact]
    public void ErrorsPage_ListsEveryIdOfTheSourcesAndNoOther()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "about_ZeroG_Errors.md"));

        string[] listed = [.. page.Split('\n').Where(line => line.StartsWith("- `", StringComparison.Ordinal))
            .SelectMany(line => Id().Matches(line.Split(':')[0]).Select(match => match.Groups[1].Value)).Order(StringComparer.Ordinal)];

        Assert.Equal([], ErrorIds.InSources.Except(listed));
        Assert.Equal([], listed.Except(ErrorIds.InSources));
        Assert.Equal(listed.Distinct(), listed);
    }

    // What stands before in the pipeline gives the mandatory parameter, which static binding cannot know.
    private static bool IsFedByPipeline(CommandAst command) =>
        command.Parent is PipelineAst pipeline && pipeline.PipelineElements[0] != command;

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|build|bench|examples)/[A-Za-z0-9_./-]+\.[a-z0-9]+)`")]
    private static partial Regex SourceFile();

    [GeneratedRegex("```powershell\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex PowerShellBlock();

    [GeneratedRegex("`(Zg[A-Za-z]+)`")]
    private static partial Regex Id();
}
