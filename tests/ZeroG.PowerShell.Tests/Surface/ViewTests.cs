using System.Xml.Linq;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Surface;

/// <summary>What objects look like in a terminal.</summary>
public sealed class ViewTests
{
    private const int Columns = 80;

    public static TheoryData<string> Tables => [.. Views().Where(view => view.Element("TableControl") is not null).Select(NameOf)];

    /// <summary>The engine squeezes the last column that begins within the terminal, down to one letter below the other.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public void Table_InEightyColumns_SqueezesNoLabel(string name)
    {
        int start = 0;
        foreach (XElement header in Views().Single(view => NameOf(view) == name).Descendants("TableColumnHeader"))
        {
            string label = header.Element("Label")!.Value;
            int width = (int?)header.Element("Width") ?? Columns;
            Assert.False(
                (string?)header.Element("Alignment") == "Right" && start < Columns && start + width > Columns,
                $"{name}: the numbers of {label} lose their first digits.");
            Assert.True(
                start >= Columns || Math.Min(width, Columns - start) >= label.Length, $"{name}: {label} has {Columns - start} columns.");
            start += width + 1;
        }
    }

    [Fact]
    public void Table_OfWhatAJobSent_ShowsTheSameAsOfTheObject()
    {
        using ModuleSession session = new(everyday: true);

        RunResult result = session.Run("""
            $hash = 'hello' | Get-ZgFileHash -Name hello.txt
            $serializer = [System.Management.Automation.PSSerializer]
            foreach ($shape in $hash, $serializer::Deserialize($serializer::Serialize($hash, 1)),
                $serializer::Deserialize($serializer::Serialize($hash, 2))) {
                (($shape | Format-Table).formatEntryInfo | ForEach-Object { $_.formatPropertyFieldList.propertyValue }) -join ', '
            }
            """);

        result.AssertNoErrors();
        Assert.Equal(Enumerable.Repeat("5 B, 0x3c0a2457…f19dca5a, hello.txt", 3), result.Output.Select(text => text.ToString()));
    }

    /// <summary>Without the year nobody would notice that the date is of another calendar.</summary>
    [Fact]
    public void Deadline_WhereAnotherCalendarIsUsed_IsOfTheCommonOne()
    {
        using ModuleSession session = new(everyday: true);

        RunResult result = session.Run("""
            $culture = [cultureinfo]::new('ar-SA')
            $culture.DateTimeFormat.TimeSeparator = '.'
            [cultureinfo]::CurrentCulture = $culture
            $end = [datetimeoffset]::new([datetime]'2026-11-26T23:05:00')
            $task = [pscustomobject]@{ PSTypeName = 'ZeroG.Compute.FineTuning.FineTuningTask'; AcknowledgeBy = $end }
            ($task | Format-Table).formatEntryInfo.formatPropertyFieldList.propertyValue[3]
            """);

        result.AssertNoErrors();
        Assert.Equal("11-26 23:05", Assert.Single(result.Output).ToString());
    }

    private static IEnumerable<XElement> Views() =>
        Directory.GetFiles(BuiltModule.Folder, "*.format.ps1xml").SelectMany(file => XDocument.Load(file).Descendants("View"));

    private static string NameOf(XElement view) => view.Element("Name")!.Value;
}
