using System.Globalization;
using System.Text.Json;
using ZeroG.Storage.Files;

namespace ZeroG.Nodes.Storage;

/// <summary>What lies in one segment of the flow on this node, for the two debugging methods that ask by segment.</summary>
internal static class SegmentDump
{
    /// <summary>Writes an array with an array of byte values for each connected run of data; null when there is none.</summary>
    public static void Write(FlowStore store, long flowSegment, Utf8JsonWriter result)
    {
        List<(long Start, byte[] Data)> runs = ReadRuns(store, flowSegment);
        if (runs.Count == 0)
        {
            result.WriteNullValue();
            return;
        }

        result.WriteStartArray();
        foreach ((_, byte[] data) in runs)
        {
            result.WriteStartArray();
            foreach (byte value in data)
            {
                result.WriteNumberValue(value);
            }

            result.WriteEndArray();
        }

        result.WriteEndArray();
    }

    /// <summary>One line that names the runs of data by their first sector and length.</summary>
    public static string Describe(FlowStore store, long flowSegment)
    {
        IEnumerable<string> runs = ReadRuns(store, flowSegment)
            .Select(run => string.Create(CultureInfo.InvariantCulture, $"{{ start_sector: {run.Start}, bytes: {run.Data.Length} }}"));
        return string.Create(CultureInfo.InvariantCulture, $"segment {flowSegment}: [{string.Join(", ", runs)}]");
    }

    private static List<(long Start, byte[] Data)> ReadRuns(FlowStore store, long flowSegment)
    {
        List<(long Start, byte[] Data)> runs = [];
        long begin = flowSegment * FlowPadding.SectorsPerSegment;
        long end = Math.Min(begin + FlowPadding.SectorsPerSegment, store.Submissions.Context.Length);
        for (long sector = begin; sector < end;)
        {
            if (store.Submissions.FindAt(sector) is not { } file)
            {
                sector++;
                continue;
            }

            long index = (sector - file.StartSector) / FlowPadding.SectorsPerSegment;
            if (index < file.Padding.Segments)
            {
                byte[] data = new byte[file.Padding.WireLength(index)];
                if (store.TryRead(file, index * FlowPadding.SectorsPerSegment, data))
                {
                    runs.Add((sector, data));
                }
            }

            sector = Math.Max(sector + 1, Math.Min(file.FlowLength, end));
        }

        return runs;
    }
}
