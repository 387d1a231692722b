using ZeroG.Help;

// dotnet ZeroG.Help.dll <ZeroG.dll> <docs folder> <output folder>
string assembly = args[0];
string docs = args[1];
string output = args[2];

HelpProblems problems = new();
List<HelpEntry> entries = [];
foreach (CommandSyntax command in CommandSyntax.ReadAll(assembly))
{
    string path = Path.Combine(docs, "cmdlets", command.Name + ".md");
    if (!File.Exists(path))
    {
        problems.Add(path, 1, $"{command.Name} has no page.");
        continue;
    }

    HelpPage page = HelpPage.Read(path);
    page.Check(command, problems);
    entries.Add(new HelpEntry(command, page));
}

string[] known = [.. entries.Select(entry => entry.Command.Name)];
foreach (string path in Directory.EnumerateFiles(Path.Combine(docs, "cmdlets"), "*-*.md")
    .Where(path => !known.Contains(Path.GetFileNameWithoutExtension(path))))
{
    problems.Add(path, 1, "No cmdlet has this name.");
}

foreach (string path in Directory.EnumerateFiles(docs, "about_*.md"))
{
    AboutTopic topic = AboutTopic.Read(path);
    topic.Check(problems);
    File.WriteAllText(Path.Combine(output, Path.GetFileNameWithoutExtension(path) + ".help.txt"), topic.ToText());
}

MamlFile.Write(entries, Path.Combine(output, Path.GetFileName(assembly) + "-Help.xml"));
return problems.Print();
