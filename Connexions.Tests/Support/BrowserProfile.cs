using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace Connexions.Tests.Support;

/// <summary>
/// A Chromium with a profile of its own, in which a person once let it keep a password: it fills that in wherever it sees
/// fit, as theirs does.
/// </summary>
public static class BrowserProfile
{
    /// <summary>How Chromium protects passwords where no keychain is used (components/os_crypt): no secret of anybody's.</summary>
    private const string StoreSecret = "peanuts";

    public static async Task<IBrowserContext> OpenAsync(AppUnderTest app, string email, string password)
    {
        var folder = TestFolder.NewFile(".profile");
        // The browser lays its files out itself, as its version wants them.
        await (await Browser.OpenProfileAsync(app, folder)).DisposeAsync();
        Keep(Path.Combine(folder, "Default", "Login Data"), app.Address.ToString(), email, Protect(password));
        return await Browser.OpenProfileAsync(app, folder);
    }

    private static byte[] Protect(string password)
    {
        using var aes = Aes.Create();
#pragma warning disable CA5379, CA5387 // Chromium's choice, not ours.
        aes.Key = Rfc2898DeriveBytes.Pbkdf2(StoreSecret, "saltysalt"u8, 1, HashAlgorithmName.SHA1, 16);
#pragma warning restore CA5379, CA5387
        return [.. "v10"u8, .. aes.EncryptCbc(System.Text.Encoding.UTF8.GetBytes(password).AsSpan(), "                "u8)];
    }

    private static void Keep(string file, string site, string email, byte[] password)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO logins (origin_url, action_url, username_element, username_value, password_element, password_value, submit_element, signon_realm,
                date_created, blacklisted_by_user, scheme, password_type, times_used, form_data, display_name, icon_url, federation_url,
                skip_zero_click, generation_upload_status, possible_username_pairs)
            VALUES ($page, $page, 'Input.Email', $email, 'Input.Password', $password, '', $site, 13400000000000000, 0, 0, 0, 1, x'', '', '', '', 0, 0, x'')
            """;
        command.Parameters.AddWithValue("$page", site + "compte/connexion");
        command.Parameters.AddWithValue("$site", site);
        command.Parameters.AddWithValue("$email", email);
        command.Parameters.AddWithValue("$password", password);
        command.ExecuteNonQuery();
    }
}
