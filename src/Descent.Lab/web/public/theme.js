// Before anything is painted: the theme that was chosen, and whether the page is shown inside another.
{
    const theme = localStorage.getItem('theme');
    const query = new URLSearchParams(location.search);
    document.documentElement.dataset.theme = query.get('theme') ?? theme ?? 'system';
    if (query.get('embed') === '1') {
        document.documentElement.dataset.embed = '';
    }
}
