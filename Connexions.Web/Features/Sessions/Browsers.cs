namespace Connexions.Web.Features.Sessions;

/// <summary>What people call the browser and the device that a user agent names.</summary>
internal static class Browsers
{
    // The more particular first: nearly every browser calls itself Safari and Chrome as well, and Android calls itself Linux.
    private static readonly (string Sign, string Name)[] Programs =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Vivaldi/", "Vivaldi"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Sign, string Name)[] Devices =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux")];

    /// <summary>For example <c>Firefox · Windows</c>; null where neither is known.</summary>
    public static string? NameOf(string? userAgent)
    {
        var names = new[] { Find(Programs), Find(Devices) }.OfType<string>().ToList();
        return names.Count == 0 ? null : string.Join(" · ", names);

        string? Find((string Sign, string Name)[] known) =>
            known.FirstOrDefault(one => userAgent?.Contains(one.Sign, StringComparison.Ordinal) == true).Name;
    }
}
